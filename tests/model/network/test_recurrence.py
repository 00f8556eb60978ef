"""The folded network against the torch one, which is the oracle; with and without Numba."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.network import gate_tables, recurrence
from model.network.qrnn import Network, ragged

torch.manual_seed(1)
NETWORK = Network(n_words=30, n_embedding=7, n_hidden=5).eval()
torch.nn.init.normal_(NETWORK.embedding.weight)
torch.nn.init.normal_(NETWORK.head.weight)
WEIGHTS = {name: value.numpy() for name, value in NETWORK.state_dict().items()}
FOLDED = gate_tables.fold(WEIGHTS, gate_tables.largest_gates(WEIGHTS))
REVIEWS = st.lists(
    st.lists(st.integers(1, 29), min_size=1, max_size=12).map(lambda ids: np.array(ids, np.int32)),
    min_size=1,
    max_size=6,
)


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


@given(REVIEWS)
def test_finer_tables_come_as_close_as_one_likes(reviews: list[np.ndarray]) -> None:
    """The tables' steps are all that is between torch and this: with float tables nothing is."""
    finest = replace(FOLDED, tables=np.empty(FOLDED.tables.shape, np.float32))
    for start, gates in gate_tables._gates(WEIGHTS):
        steps = gates / (gate_tables.largest_gates(WEIGHTS) / np.float32(127))[:, None, None]
        finest.tables[:, start : start + gates.shape[1]] = gate_tables.gates_by_strand(steps)
    with torch.no_grad():
        expected = NETWORK(*ragged(reviews)).numpy()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recurrence, "COMPILED", False)
        found = recurrence.logits(finest, reviews)
    np.testing.assert_allclose(found, expected, atol=1e-5)


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
    ids = np.random.default_rng(0).integers(1, 30, 20_000).astype(np.int32)
    with torch.no_grad():
        expected = NETWORK(*ragged([ids])).item()
    assert recurrence.logits(FOLDED, [ids])[0] == pytest.approx(expected, abs=0.1)
    total = recurrence.shares(FOLDED, ids).sum() + FOLDED.bias
    assert total == pytest.approx(recurrence.logits(FOLDED, [ids])[0], abs=1e-4)


def test_tables_are_cut_where_that_makes_their_rounding_less() -> None:
    """Of many words with gates of one size and a rare one a little larger."""
    rng = np.random.default_rng(0)
    embedding = rng.normal(size=(5_000, WEIGHTS["embedding.weight"].shape[1])).astype(np.float32)
    many = WEIGHTS | {"embedding.weight": embedding}
    largest = np.zeros_like(gate_tables.largest_gates(WEIGHTS))
    for _, gates in gate_tables._gates(many):
        largest = np.maximum(largest, np.abs(gates).max(axis=(1, 2)))
    cut = gate_tables.largest_gates(many)
    assert (cut <= largest).all()
    assert (cut < 0.9 * largest).any()
    assert _rounding_error(many, cut) < _rounding_error(many, largest)


def _rounding_error(weights: gate_tables.Weights, largest: np.ndarray) -> float:
    """Mean square, over words as they stand."""
    scale = (largest / np.float32(127))[:, None, None]
    errors = [
        (gates - scale * np.rint(gates / scale).clip(-127, 127)) ** 2
        for _, gates in gate_tables._gates(weights)
    ]
    return float(np.mean([error.mean() for error in errors]))
