"""Intervals and tests against statsmodels and against simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from dashboard.insight import intervals

counts = st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_wilson_is_that_of_statsmodels(count: tuple[int, int]) -> None:
    ours = intervals.wilson(*count)
    assert ours == pytest.approx(proportion_confint(*count, method="wilson"), abs=1e-12)


@given(counts, counts)
def test_newcombe_is_that_of_statsmodels(one: tuple[int, int], two: tuple[int, int]) -> None:
    theirs = confint_proportions_2indep(*one, *two, method="newcomb")
    assert intervals.newcombe(*one, *two) == pytest.approx(theirs, abs=1e-12)


@given(counts, counts)
def test_the_test_is_that_of_statsmodels(one: tuple[int, int], two: tuple[int, int]) -> None:
    pooled = (one[0] + two[0]) / (one[1] + two[1])
    ours = intervals.p_value(*one, *two)
    if pooled in (0, 1):
        assert ours == 1
    else:
        theirs = proportions_ztest([one[0], two[0]], [one[1], two[1]])[1]
        assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-300)


@pytest.mark.parametrize("n", [1, 2, 7, 30])
def test_holm_is_that_of_statsmodels(n: int) -> None:
    p = np.random.default_rng(n).beta(0.2, 1, n)
    assert intervals.holm(p) == pytest.approx(multipletests(p, method="holm")[1])


@pytest.mark.parametrize(("positive", "negative"), [(0.5, 0.3), (0.95, 0.02), (0.98, 0.0)])
def test_the_interval_of_net_sentiment_covers_what_it_says(
    positive: float, negative: float
) -> None:
    rest = 1 - positive - negative
    drawn = np.random.default_rng(0).multinomial(60, [positive, negative, rest], size=4_000)
    low, high = intervals.net(drawn[:, 0], drawn[:, 1], 60)
    covered = ((low <= positive - negative) & (positive - negative <= high)).mean()
    assert 0.93 <= covered <= 0.995


def test_where_all_agree_net_sentiment_still_has_an_interval() -> None:
    low, high = intervals.net(10, 0, 10)
    assert -1 <= low < 0.9 < high <= 1


def test_nothing_has_no_share() -> None:
    assert np.isnan(intervals.wilson(0, 0)).all()


@pytest.mark.parametrize(
    ("earlier", "later"), [((500, 300, 1_000), (450, 420, 900)), ((30, 40, 90), (60, 20, 100))]
)
def test_a_change_of_net_sentiment_is_nearly_that_of_statsmodels(
    earlier: intervals.Verdicts, later: intervals.Verdicts
) -> None:
    signs = [
        np.repeat([1.0, -1.0, 0.0], [positive, negative, n - positive - negative])
        for positive, negative, n in (later, earlier)
    ]
    compared = CompareMeans(*map(DescrStatsW, signs))
    low, high, p = intervals.net_change(earlier, later)
    theirs = compared.zconfint_diff(usevar="unequal")
    assert (low, high) == pytest.approx(theirs, abs=0.02)
    assert p == pytest.approx(compared.ztest_ind(usevar="unequal")[1], abs=0.02)


def test_chance_changes_net_sentiment_in_one_of_twenty() -> None:
    drawn = np.random.default_rng(0).multinomial(40, [0.6, 0.3, 0.1], size=(4_000, 2))
    p = [intervals.net_change((*a[:2], 40), (*b[:2], 40))[2] for a, b in drawn.tolist()]
    assert 0.03 < np.mean(np.array(p) < 0.05) < 0.06
