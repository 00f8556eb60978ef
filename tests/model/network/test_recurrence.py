"""The folded network against the torch one, which is the oracle; with and without Numba."""

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.network import gate_tables, recurrence
from model.network.inference_kernels import FINER
from model.network.qrnn import Network, ragged
from model.text.tokenizer import PADDING

torch.manual_seed(1)
N_WORDS = gate_tables.N_FINE + 20  # the last ones in coarse tables
NETWORK = Network(n_words=N_WORDS, n_embedding=7, n_hidden=5).eval()
torch.nn.init.normal_(NETWORK.embedding.weight)
torch.nn.init.normal_(NETWORK.head.weight)
WEIGHTS = {name: value.numpy() for name, value in NETWORK.state_dict().items()}
MANY = WEIGHTS | {
    "embedding.weight": np.random.default_rng(0).normal(size=(5_000, 7)).astype(np.float32)
}
FOLDED = gate_tables.fold(WEIGHTS, gate_tables.largest_gates(WEIGHTS))
COMMON, RARE = slice(gate_tables.N_FINE), slice(gate_tables.N_FINE, None)
A_COMMON, A_RARE = st.integers(1, 29), st.integers(gate_tables.N_FINE, N_WORDS - 1)


def reviews_of(words: st.SearchStrategy[int]) -> st.SearchStrategy[list[np.ndarray]]:
    review = st.lists(words, min_size=1, max_size=12).map(lambda ids: np.array(ids, np.int32))
    return st.lists(review, min_size=1, max_size=6)


REVIEWS = reviews_of(A_COMMON | A_RARE)


@pytest.fixture(params=["compiled", "numpy"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(recurrence, "COMPILED", request.param == "compiled")
    return str(request.param)


given_reviews = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.usefixtures("way")
@given_reviews
@given(REVIEWS)
def test_logits_are_those_of_torch(reviews: list[np.ndarray]) -> None:
    with torch.no_grad():
        expected = NETWORK(*ragged(reviews)).numpy()
    np.testing.assert_allclose(recurrence.logits(FOLDED, reviews), expected, atol=0.1)


@pytest.mark.usefixtures("way")
@given_reviews
@given(reviews_of(A_COMMON))
def test_of_common_words_they_are_a_hundred_times_as_exact(reviews: list[np.ndarray]) -> None:
    with torch.no_grad():
        expected = NETWORK(*ragged(reviews)).numpy()
    np.testing.assert_allclose(recurrence.logits(FOLDED, reviews), expected, atol=1e-3)


@given(REVIEWS)
def test_finer_tables_come_as_close_as_one_likes(reviews: list[np.ndarray]) -> None:
    """The tables' steps are all that is between torch and this: with float tables nothing is."""
    finest = replace(FOLDED, fine=_steps(COMMON) * 2**FINER, coarse=_steps(RARE))
    finest.fine[:, PADDING] = 0
    with torch.no_grad():
        expected = NETWORK(*ragged(reviews)).numpy()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recurrence, "COMPILED", False)
        found = recurrence.logits(finest, reviews)
    np.testing.assert_allclose(found, expected, atol=1e-5)


def _steps(words: slice) -> Any:
    """Of a coarse table, before they are rounded: GateTables has whole numbers."""
    parts = [gates for _, gates in gate_tables._gates(WEIGHTS, words)]
    step = gate_tables.largest_gates(WEIGHTS)[:, None, None] / np.float32(127)
    return gate_tables.gates_by_strand(np.concatenate(parts, axis=1) / step)


@given(REVIEWS)
def test_both_ways_are_one(reviews: list[np.ndarray]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        compiled = recurrence.logits(FOLDED, reviews)
        shares = [recurrence.shares(FOLDED, ids) for ids in reviews]
        patch.setattr(recurrence, "COMPILED", False)
        np.testing.assert_allclose(recurrence.logits(FOLDED, reviews), compiled, atol=5e-6)
        for ids, share in zip(reviews, shares, strict=True):
            np.testing.assert_allclose(recurrence.shares(FOLDED, ids), share, atol=2e-5)


@pytest.mark.usefixtures("way")
def test_without_a_word_there_are_no_shares() -> None:
    """The loop would write outside its array."""
    with pytest.raises(ValueError, match="no word"):
        recurrence.shares(FOLDED, np.zeros(0, np.int32))


@pytest.mark.usefixtures("way")
@given_reviews
@given(REVIEWS)
def test_shares_add_up_to_the_logit(reviews: list[np.ndarray]) -> None:
    found = [recurrence.shares(FOLDED, ids) for ids in reviews]
    totals = [by_word.sum() + FOLDED.bias for by_word in found]
    np.testing.assert_allclose(totals, recurrence.logits(FOLDED, reviews), atol=1e-4)


@pytest.mark.usefixtures("way")
@given_reviews
@given(REVIEWS, st.randoms())
def test_company_changes_nothing(reviews: list[np.ndarray], random: Random) -> None:
    order = list(range(len(reviews)))
    random.shuffle(order)
    together = recurrence.logits(FOLDED, [reviews[i] for i in order])
    for i, logit in zip(order, together, strict=True):
        np.testing.assert_allclose(logit, recurrence.logits(FOLDED, [reviews[i]])[0], atol=5e-6)


@pytest.mark.usefixtures("way")
def test_a_long_review_is_read_whole() -> None:
    ids = np.random.default_rng(0).integers(1, N_WORDS, 20_000).astype(np.int32)
    with torch.no_grad():
        expected = NETWORK(*ragged([ids])).item()
    assert recurrence.logits(FOLDED, [ids])[0] == pytest.approx(expected, abs=0.1)
    total = recurrence.shares(FOLDED, ids).sum() + FOLDED.bias
    assert total == pytest.approx(recurrence.logits(FOLDED, [ids])[0], abs=1e-4)


def test_tables_are_cut_where_that_makes_their_rounding_less() -> None:
    """Of many words hardly one has gates as large as the largest."""
    largest = np.zeros_like(gate_tables.largest_gates(MANY))
    for _, gates in gate_tables._gates(MANY, RARE):
        largest = np.maximum(largest, np.abs(gates).max(axis=(1, 2)))
    cut = gate_tables.largest_gates(MANY)
    assert (cut <= largest).all()
    assert (cut < 0.98 * largest).any()
    assert _rounding_error(MANY, cut) < _rounding_error(MANY, largest)


def test_a_common_word_of_any_size_is_held_whole() -> None:
    """Ten times as large as any rare word, it would be cut by their eight bits."""
    embedding = MANY["embedding.weight"].copy()
    embedding[5] *= 10
    weights = MANY | {"embedding.weight": embedding}
    folded = gate_tables.fold(weights, gate_tables.largest_gates(weights))
    assert np.abs(folded.fine.astype(int)).max() in range(32_000, 32_768)
    review = [np.array([5, 3_000, 5], np.int32)]
    with torch.no_grad():
        expected = Network.of(weights)(*ragged(review)).numpy()
    np.testing.assert_allclose(recurrence.logits(folded, review), expected, atol=0.1)


def _rounding_error(weights: gate_tables.Weights, largest: np.ndarray) -> float:
    """Mean square, over rare words as they stand."""
    scale = (largest / np.float32(127))[:, None, None]
    errors = [
        (gates - scale * np.rint(gates / scale).clip(-127, 127)) ** 2
        for _, gates in gate_tables._gates(weights, RARE)
    ]
    return float(np.mean([error.mean() for error in errors]))
