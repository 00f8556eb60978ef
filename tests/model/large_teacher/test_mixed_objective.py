"""The large classifier's parts, and the parts of its training."""

import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from model.arrays import F32, Ids
from model.large_teacher.classifier import (
    Classifier,
    normalised,
    padded,
    pool,
    shares_of,
    take_normalised,
    turned,
)
from model.large_teacher.language_model import LanguagePlan, Reader
from model.large_teacher.mixed_objective import ClassifierPlan, Targets, batches, fine_tune
from model.large_teacher.prepared import Reviews
from model.training.stage import slanted

N_WORDS = 30
PASSAGES = ClassifierPlan(batch_size=10, virtual=0, entropy=0, passage_share=0.3)
LANGUAGE = LanguagePlan(n_embedding=12, n_hidden=24)


def documents(n: int) -> list[Ids]:
    rng = np.random.default_rng(0)
    return [rng.integers(2, N_WORDS, rng.integers(1, 30), dtype=np.int32) for _ in range(n)]


def test_normalised_vectors_are_read_as_before() -> None:
    torch.manual_seed(0)
    reader = Reader(N_WORDS, LANGUAGE).eval()
    torch.nn.init.normal_(reader.embedding.weight, 0.3, 0.2)
    same, shares = copy.deepcopy(reader), shares_of(documents(90), N_WORDS)
    take_normalised(same, shares)
    ids, _ = padded(documents(9), 36)
    torch.testing.assert_close(same(same.embed(ids))[0], reader(reader.embed(ids))[0])
    table = same.embedding.weight.detach()
    torch.testing.assert_close((shares * table).sum(0), torch.zeros(12), atol=1e-5, rtol=0)
    torch.testing.assert_close((shares * table**2).sum(0), torch.ones(12), atol=1e-3, rtol=0)
    torch.testing.assert_close(normalised(table, shares), table, atol=1e-3, rtol=1e-3)


def test_pooling_sees_a_review_and_nothing_behind_it() -> None:
    states = torch.tensor([[[1.0], [5.0], [9.0]], [[-2.0], [-1.0], [-3.0]]])
    pooled = pool(states, torch.tensor([2, 3]))
    assert pooled.tolist() == [[5, 3, 5], [-1, -2, -3]]
    assert turned(states, torch.tensor([2, 3])).squeeze(2).tolist() == [[5, 1, 1], [-3, -1, -2]]


def test_batches_are_half_labelled_and_of_like_length() -> None:
    rng = np.random.default_rng(0)
    numbered = [np.full(rng.integers(1, 400), d, np.int32) for d in range(900)]
    labels = Targets(np.where(np.arange(900) < 300, 1, np.nan).astype(np.float32), [])
    plan = ClassifierPlan(batch_size=50, passage_share=0)
    epoch = batches(reviews(numbered), labels, plan, seed=3)
    seen = read_in(epoch)
    assert len(epoch) == 12
    assert len(set(seen)) == 600
    assert set(range(300)) < set(seen)
    assert all(
        ids[0] < 300 or np.isnan(aim)
        for read, aims in epoch
        for ids, aim in zip(read, aims, strict=True)
    )
    assert np.mean([np.ptp([len(ids) for ids in read]) for read, _ in epoch]) < 110
    assert read_in(batches(reviews(numbered), labels, plan, 3)) == seen
    assert read_in(batches(reviews(numbered), labels, plan, 4)) != seen


def test_from_labels_alone_no_other_review_is_read() -> None:
    numbered = [np.full(9, d, np.int32) for d in range(90)]
    labels = Targets(np.repeat([1, np.nan, np.nan], 30).astype(np.float32), [])
    plan = ClassifierPlan(batch_size=10, virtual=0, entropy=0, passage_share=0)
    assert set(read_in(batches(reviews(numbered), labels, plan, 0))) == set(range(30))


def test_of_some_reviews_a_passage_is_read_with_their_target() -> None:
    numbered = [np.full(9, d, np.int32) for d in range(90)]
    cut = replace(reviews(numbered), passages=[[ids[:2], ids[2:]] for ids in numbered])
    labels = np.linspace(0, 1, 90).astype(np.float32)
    read = pairs(batches(cut, Targets(labels, []), PASSAGES, 0))
    assert [labels[ids[0]] for ids, _ in read] == [aim for _, aim in read]
    lengths = np.bincount([len(ids) for ids, _ in read], minlength=10)
    assert lengths[2] + lengths[7] == pytest.approx(27, abs=12)
    assert min(lengths[2], lengths[7]) > 3


def test_a_judged_passage_is_read_with_its_own_target() -> None:
    numbered = [np.full(9, d, np.int32) for d in range(90)]
    cut = replace(reviews(numbered), passages=[[ids[:2], ids[2:]] for ids in numbered])
    labels = np.linspace(0, 1, 90).astype(np.float32)
    judged = [label / np.array([2, 3], np.float32) for label in labels]
    read = pairs(batches(cut, Targets(labels, judged), PASSAGES, 0))
    part = {9: 1, 2: 2, 7: 3}
    assert {len(ids) for ids, _ in read} == set(part)
    assert [aim for _, aim in read] == [labels[i[0]] / np.float32(part[len(i)]) for i, _ in read]
    assert labels[-1] == 1  # what was handed in stays as it was


def pairs(epoch: list[tuple[list[Ids], F32]]) -> list[tuple[Ids, np.float32]]:
    return [pair for batch in epoch for pair in zip(*batch, strict=True)]


def reviews(training: list[Ids]) -> Reviews:
    """To learn from these; each is its own only passage."""
    return Reviews(
        training, np.empty(0, np.float32), [], np.empty(0, np.int64), np.empty(0, np.uint64),
        [[ids] for ids in training],
    )  # fmt: skip


def read_in(epoch: list[tuple[list[Ids], F32]]) -> list[int]:
    """The documents, which consist of their number."""
    return [int(ids[0]) for read, _ in epoch for ids in read]


def test_depths_thaw_one_after_the_other(tmp_path: Path) -> None:
    torch.manual_seed(0)
    texts = documents(90)
    targets = Targets(np.repeat([0, 1, np.nan], 30).astype(np.float32), [])
    forth, back = (Reader(N_WORDS, LANGUAGE) for _ in range(2))
    network = Classifier(forth, back, shares_of(texts, N_WORDS), n_hidden=8, dropout=0.5)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    plan = ClassifierPlan(batch_size=9, epochs=1, thaw_steps=5)  # 7 steps: too few for vectors
    fine_tune(plan, network, reviews(texts), targets, 0, tmp_path, 100, stop_at=np.inf)
    moved = {name for name, value in network.state_dict().items() if not value.equal(before[name])}
    assert {"head.1.weight", "forth.layers.0.weight", "back.layers.2.weight"} < moved
    assert not any("embedding" in name for name in moved)


def test_learning_rate_is_a_slanted_triangle() -> None:
    shares = [slanted(step, total=100, start=20) for step in range(100)]
    assert shares[:20] == [0] * 20
    assert 27 <= shares.index(max(shares)) <= 29
    assert shares[-1] == pytest.approx(0.01)
