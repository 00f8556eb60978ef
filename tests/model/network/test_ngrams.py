"""The table of n-grams against a dictionary, which is the oracle; with and without Numba."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.network import ngrams
from model.network.ngrams import Ngrams
from model.training.assemble import _FULL

IDS = st.lists(st.integers(1, 12), min_size=1, max_size=30).map(lambda i: np.array(i, np.int32))
Phrase = tuple[int, ...]
RNG = np.random.default_rng(0)
PHRASES: dict[Phrase, float] = {
    tuple(RNG.integers(2, 13, n).tolist()): float(RNG.normal()) for n in (1, 2, 3) * 60
}


def key(ngram: Phrase) -> np.uint64:
    return np.uint64(ngrams.keys(np.array(ngram, np.int32), len(ngram))[0])


TABLE = Ngrams.build(
    np.array([key(ngram) for ngram in PHRASES]), np.array(list(PHRASES.values())), log2_slots=10
)


def said(ids: np.ndarray) -> dict[Phrase, int]:
    """The known n-grams of a review, and how often each is there."""
    found: dict[Phrase, int] = {}
    for n in (1, 2, 3):
        for i in range(len(ids) - n + 1):
            ngram = tuple(ids[i : i + n].tolist())
            if ngram in PHRASES:
                found[ngram] = found.get(ngram, 0) + 1
    return found


@given(IDS)
def test_score_is_the_sum_of_the_different_phrases(ids: np.ndarray) -> None:
    expected = sum(PHRASES[ngram] for ngram in said(ids))
    assert TABLE.score(ids) == pytest.approx(expected, abs=len(said(ids)) * TABLE.scale)


@given(IDS)
def test_shares_add_up_and_both_ways_are_one(ids: np.ndarray) -> None:
    score, shares = TABLE.score(ids), TABLE.shares(ids)
    assert shares.sum() == pytest.approx(score, abs=1e-9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ngrams, "COMPILED", False)
        assert TABLE.score(ids) == pytest.approx(score, abs=1e-9)
        np.testing.assert_allclose(TABLE.shares(ids), shares, atol=1e-9)


def test_a_phrase_is_shared_by_its_words_wherever_it_stands() -> None:
    table = Ngrams.build(np.array([key((5, 6))]), np.array([1.0]), log2_slots=4)
    ids = np.array([5, 6, 9, 5, 6, 5], np.int32)
    np.testing.assert_allclose(table.shares(ids), [0.25, 0.25, 0, 0.25, 0.25, 0])


def test_unknown_words_are_in_no_phrase() -> None:
    assert ngrams.keys(np.array([5, 1, 6], np.int32), 1).astype(bool).tolist() == [
        True,
        False,
        True,
    ]
    assert not ngrams.keys(np.array([5, 1, 6], np.int32), 2).any()


def test_keys_tell_all_phrases_apart() -> None:
    ngrams = [(a,) for a in range(2, 9)] + [(a, b) for a in range(2, 9) for b in range(2, 9)]
    keys = sorted(int(key(ngram)) for ngram in [*ngrams, (2, 3, 4), (32_767,) * 3])
    assert all(a < b for a, b in pairwise(keys))


def test_a_nearly_full_table_finds_every_phrase() -> None:
    keys = np.arange(1, 201, dtype=np.uint64)
    table = Ngrams.build(keys, np.ones(200), log2_slots=8)
    assert (table.fingerprints > 0).sum() == 200
    assert table.weights.sum() == 200 * 127


def test_strangers_are_seldom_taken_for_known_phrases() -> None:
    keys, n = RNG.integers(1, 1 << 45, 200_000).astype(np.uint64), int(_FULL * (1 << 15))
    table = Ngrams.build(keys[:n], np.ones(n), log2_slots=15)
    assert (table._slots(keys[n:]) >= 0).mean() < 1 / 180
    assert (table._slots(keys[:n]) >= 0).all()


def test_phrases_count_for_less_in_a_long_review() -> None:
    flat, falling = (
        replace(Ngrams.build(np.array([key((5,))]), np.array([1.0]), log2_slots=4), power=power)
        for power in (0.0, 0.5)
    )
    for n in (1, 20, 250, 1000):
        ids = np.full(n, 5, np.int32)
        assert flat.score(ids) == pytest.approx(1)
        assert falling.score(ids) == pytest.approx((max(n, 20) / 250) ** -0.5)
        assert falling.shares(ids).sum() == pytest.approx(falling.score(ids))
