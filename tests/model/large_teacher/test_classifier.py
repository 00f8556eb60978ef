"""The classifier of a member: what its logits do and do not depend on."""

import numpy as np
import pytest
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from model.arrays import Ids
from model.large_teacher.classifier import Classifier, logits_of, padded, shares_of
from model.large_teacher.language_model import LanguagePlan, Reader
from model.large_teacher.mixed_objective import push

N_WORDS, MAX_TOKENS = 30, 36
RNG = np.random.default_rng(0)
DOCUMENTS: list[Ids] = [
    RNG.integers(2, N_WORDS, RNG.integers(1, 50), dtype=np.int32) for _ in range(50)
]


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    """A beginner, whose gradients are not yet small."""
    torch.manual_seed(1)
    plan = LanguagePlan(n_embedding=12, n_hidden=24, n_layers=2)
    forth, back = (Reader(N_WORDS, plan) for _ in range(2))
    return Classifier(forth, back, shares_of(DOCUMENTS, N_WORDS), 8, 0.5).eval()


@pytest.mark.parametrize("labelled", [True, False])
def test_the_push_is_of_its_length_and_worse_than_chance(
    classifier: Classifier, labelled: bool
) -> None:
    ids, lengths = padded(DOCUMENTS, MAX_TOKENS)
    embedded = classifier.embed(ids)
    logits = classifier.logits(embedded, lengths)
    labels = torch.from_numpy(np.arange(len(DOCUMENTS)) % 2).float()
    targets = labels if labelled else torch.full_like(labels, torch.nan)
    pushed = push(embedded, logits, targets, 0.5)
    torch.testing.assert_close(pushed.flatten(1).norm(dim=1), torch.full((len(ids),), 0.5))
    torch.manual_seed(0)
    chance = torch.randn_like(embedded)
    chance *= 0.5 / chance.flatten(1).norm(dim=1)[:, None, None]
    aims = labels if labelled else (logits > 0).float()
    own, worst, by_chance = (
        cross_entropy(classifier.logits(embedded + by, lengths), aims).item()
        for by in (0, pushed, chance)
    )
    assert worst - own > 5 * abs(by_chance - own)


def test_neither_padding_nor_order_changes_a_logit(classifier: Classifier) -> None:
    together = logits_of(classifier, DOCUMENTS, MAX_TOKENS)
    assert np.ptp(together) > 1e-3
    alone = [logits_of(classifier, [ids], MAX_TOKENS)[0] for ids in DOCUMENTS]
    np.testing.assert_allclose(together, alone, atol=1e-6)
    ids, lengths = padded(DOCUMENTS, MAX_TOKENS)
    filled = torch.cat([ids, torch.full((len(ids), 7), 3)], 1)
    order = torch.randperm(len(ids))
    with torch.no_grad():
        np.testing.assert_allclose(classifier(filled, lengths), together, atol=1e-6)
        mixed = classifier(ids[order], lengths[order])
    np.testing.assert_allclose(mixed, together[order], atol=1e-6)
