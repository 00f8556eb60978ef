"""Groups of reviews and intervals against outside oracles and by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from model.card import slices
from model.evaluate import expected_calibration_error
from model.intervals import of_share, over_groups, wilson


@pytest.mark.parametrize(
    ("hits", "n"), [(0, 1), (1, 1), (0, 30), (30, 30), (7, 9), (22_500, 25_000)]
)
def test_wilson_is_scipys(hits: int, n: int) -> None:
    expected = binomtest(hits, n).proportion_ci(method="wilson")
    assert wilson(hits, n) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_films_drawn_anew() -> None:
    """As wide as for single reviews if films mean nothing, far wider if they mean all."""
    right = np.random.default_rng(0).random(1000) < 0.8
    alone = pd.Series(range(1000))
    assert over_groups(right, alone) == pytest.approx(of_share(right), abs=0.004)
    low, high = over_groups(np.sort(right), alone // 50)
    assert high - low > 4 * np.subtract(*of_share(right)[::-1])


def test_length_groups_begin_where_they_say() -> None:
    lengths = np.array([0, 59, 60, 149, 150, 299, 300, 599, 600, 9000])
    found = slices.by_length(lengths, np.tile([True, False], 5))
    names = ["under 60", "60 to 149", "150 to 299", "300 to 599", "600 or more"]
    assert [(s.name, s.n, s.right) for s in found] == [(name, 2, 1) for name in names]


def test_ratings_that_nobody_gave_are_left_out() -> None:
    found = slices.by_rating(np.array([1, 10, 10]), np.array([True, False, True]))
    assert [(s.name, s.n, s.accuracy) for s in found] == [("1", 1, 1.0), ("10", 2, 0.5)]


def test_films_with_enough_reviews_the_hardest_first() -> None:
    movie = pd.Series(["a"] * 20 + ["b"] * 19 + ["c"] * 25)
    right = np.array([True] * 39 + [False] * 25)
    assert [(s.name, s.right) for s in slices.by_film(movie, right)] == [("c", 0), ("a", 20)]


def test_bins_add_up_to_all() -> None:
    rng = np.random.default_rng(0)
    confidence = np.concatenate([[0.5, 1.0], rng.uniform(0.6, 1, 300)])
    right = rng.random(302) < confidence
    bins = slices.reliability(confidence, right)
    assert bins.n.sum() == 302
    assert (bins.n * bins.accuracy).sum() == pytest.approx(right.sum())
    assert (bins.n * bins.confidence).sum() == pytest.approx(confidence.sum())
    assert ((bins.start <= bins.confidence) & (bins.confidence <= bins.end)).all()
    assert len(bins) == 13  # of the three below 0.6 two hold nothing


def test_calibration_by_chance_is_that_of_an_exact_model() -> None:
    rng = np.random.default_rng(3)
    confidence = rng.uniform(0.5, 1, 1000)
    mean, high = slices.ece_by_chance(confidence)
    exact = rng.random((200, 1000)) < confidence
    errors = [expected_calibration_error(confidence, right) for right in exact]
    assert mean == pytest.approx(np.mean(errors), rel=0.05)
    assert high == pytest.approx(np.quantile(errors, 0.95), rel=0.1)


def test_first_and_last_two_sentences() -> None:
    text = "Slow. Very slow!\nBut then it wakes up. I loved the end."
    assert slices.first_two_sentences(text) == "Slow. Very slow!"
    assert slices.last_two_sentences(text) == "But then it wakes up. I loved the end."
    assert (
        slices.first_two_sentences("No stop") == slices.last_two_sentences("No stop") == "No stop"
    )
    assert slices.first_two_sentences("") == ""
