"""Stars that run against the verdicts are grades; against scipy."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from dashboard.insight.star_order import against_verdicts
from tests.dashboard.insight.files import frame_of


def grades(n: int, noise: float) -> tuple[list[float], list[str]]:
    rng = np.random.default_rng(0)
    probability = rng.random(n)
    stars = np.clip(np.round(6 - 5 * probability + noise * rng.normal(size=n)), 1, 6)
    return probability.tolist(), [f"{star:.0f}" for star in stars]


def test_grades_are_told_by_their_rank_correlation() -> None:
    probability, stars = grades(100, 0.8)
    order = against_verdicts(frame_of(probability, stars=stars))
    assert order is not None
    expected = spearmanr([float(star) for star in stars], probability).statistic
    assert order.rho == pytest.approx(expected)
    assert order.low < order.rho < order.high < -0.8


def test_the_interval_holds_as_often_as_it_says() -> None:
    """Of normal pairs with a known rank correlation of -0.6."""
    rng, hits = np.random.default_rng(2), 0
    pearson = 2 * np.sin(np.pi * -0.6 / 6)
    for _ in range(200):
        one, other = rng.multivariate_normal([0, 0], [[1, pearson], [pearson, 1]], 100).T
        probability = (other - other.min()) / np.ptp(other)
        stars = [f"{star:.4f}" for star in 5 + one.clip(-4, 4)]
        order = against_verdicts(frame_of(probability.tolist(), stars=stars))
        assert order is not None
        hits += order.low <= -0.6 <= order.high
    assert hits >= 180


def test_what_chance_may_do_is_no_order() -> None:
    probability, stars = grades(100, 30)
    assert against_verdicts(frame_of(probability, stars=stars)) is None
    assert against_verdicts(frame_of(probability[:10], stars=stars[:10])) is None
    turned = [1 - each for each in grades(100, 0.8)[0]]
    assert against_verdicts(frame_of(turned, stars=grades(100, 0.8)[1])) is None


def test_grades_without_a_slip_run_against_them_too() -> None:
    order = against_verdicts(frame_of([0.1, 0.3, 0.5, 0.7, 0.9] * 5, stars=list("54321") * 5))
    assert order is not None
    assert order.rho == pytest.approx(-1)
