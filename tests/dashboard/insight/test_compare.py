"""Two files or groups side by side."""

import pytest
from statsmodels.stats.proportion import proportions_ztest

from dashboard.insight import compare
from dashboard.results import NEGATIVE, POSITIVE, UNCERTAIN
from dashboard.views import explore_compare
from tests.dashboard.insight.files import frame_of, random_frame


def test_a_difference_by_chance_is_found_in_one_of_twenty() -> None:
    pairs = [(random_frame(300, seed), random_frame(300, seed + 500)) for seed in range(200)]
    found = sum(compare.moved(one, two)["clear"].any() for one, two in pairs)
    assert found <= 10  # unadjusted, 17


def test_a_file_compared_with_itself_did_not_move() -> None:
    frame = random_frame(500)
    table = compare.moved(frame, frame)
    assert table["name"].tolist() == [POSITIVE, UNCERTAIN, NEGATIVE]
    assert (table["difference"] == 0).all()
    assert (table["p"] == 1).all()
    assert not table["clear"].any()
    assert not compare.moved_within(frame, frame, "group")["clear"].any()


def test_two_verdicts_are_one_test() -> None:
    """100 of 200, then 122 of 200: if nothing is hard to tell, negative says it once more."""
    before, after = ([0.98] * k + [0.02] * (200 - k) for k in (100, 122))
    table = compare.moved(frame_of(before), frame_of(after)).set_index("name")
    assert table["clear"][POSITIVE]
    assert table["p"][POSITIVE] == pytest.approx(proportions_ztest([122, 100], [200, 200])[1])
    doubtful = compare.moved(frame_of([0.5, *before]), frame_of([0.5, *after])).set_index("name")
    assert not doubtful["clear"][POSITIVE]


def test_what_moved_is_found_and_what_did_not_is_not() -> None:
    before = random_frame(2_000)
    better = before["group"] == "group a"
    after = before.assign(
        verdict=before["verdict"].mask(better & (before["row"] % 2 == 0), POSITIVE)
    )
    table = compare.moved_within(before, after, "group")
    assert table["name"].tolist()[0] == "group a"
    assert table["clear"].tolist() == [True, False, False, False]
    assert table["low"].tolist()[0] > 0


def test_what_moved_most_is_said() -> None:
    before, after = frame_of([0.02] * 40 + [0.5] * 60), frame_of([0.02] * 80 + [0.5] * 20)
    assert explore_compare._finding(compare.moved(before, after)).startswith("40 points more neg")
    better = frame_of([0.98] * 40 + [0.02] * 60)
    assert explore_compare._finding(compare.moved(before, better)).startswith("40 points more pos")
    assert explore_compare._finding(compare.moved(before, before)) == "No clear difference"
