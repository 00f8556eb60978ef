"""From scored rows to the tables behind the charts."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint, proportions_ztest

from dashboard import results
from dashboard.charts.over_time import over_time as time_chart
from dashboard.charts.parts import best_and_worst, division
from dashboard.insight import compare, filters, over_time, quotes, reviews, shares
from dashboard.insight.reviews import NO_GROUP, review_frame
from dashboard.jobs.outcome import Outcome
from dashboard.reading.roles import Roles
from dashboard.results import NEGATIVE, POSITIVE, UNCERTAIN
from tests.dashboard.insight.files import ALL_ROLES, frame_of, outcome, random_frame


def test_each_scored_row_is_there_once_with_what_the_file_says_of_it() -> None:
    table = pd.DataFrame(
        {
            "text": ["good " * 30, "", "bad", "so so"],
            "date": ["2025-01-06", "2025-01-07", "2025-02-01", "?"],
            "group": ["north", "north", " ", "south"],
            "stars": ["5", "1", "1", "3"],
            "label": ["pos", "", "neg", "neutral"],
        },
        dtype="str",
    )
    verdicts = results.verdicts([outcome(0.97), Outcome("empty"), outcome(0.05), outcome(0.6)])
    frame = review_frame(table, verdicts, ALL_ROLES, corrections={"so so": NEGATIVE})
    assert frame["row"].tolist() == [1, 3, 4]
    assert frame["verdict"].tolist() == [POSITIVE, NEGATIVE, NEGATIVE]
    assert frame["corrected"].tolist() == [False, False, True]
    assert frame["length"].tolist() == ["26–50 words", "1–10 words", "1–10 words"]
    assert frame["sureness"].tolist() == ["95–100%", "95–100%", "60–65%"]
    assert frame["group"].tolist() == ["north", NO_GROUP, "south"]
    assert frame["date"].isna().tolist() == [False, False, True]
    assert frame["stars"].tolist() == [5, 1, 3]


def test_a_file_without_other_columns_has_none() -> None:
    assert not {"group", "stars", "label", "date"} & set(frame_of([0.9]).columns)


@pytest.mark.parametrize(
    ("confidence", "band"), [(0.5, "50–55%"), (0.55, "55–60%"), (0.7, "70–75%"), (1.0, "95–100%")]
)
def test_a_confidence_on_an_edge_belongs_above(confidence: float, band: str) -> None:
    assert frame_of([confidence])["sureness"].tolist() == [band]


def test_a_choice_narrows_the_others_and_not_itself() -> None:
    frame = frame_of([0.9, 0.1, 0.9, 0.1], group=["a", "a", "b", "b"])
    choices = {"verdict": [POSITIVE], "group": ["a"], "mentions": []}
    assert filters.chosen(frame, choices)["row"].tolist() == [1]
    assert filters.chosen(frame, choices, but="group")["row"].tolist() == [1, 3]
    assert filters.chosen(frame, {"verdict": [POSITIVE, NEGATIVE]})["row"].tolist() == [1, 2, 3, 4]
    assert filters.chosen(frame, {"period": ["2025"]}).equals(frame)  # the file has no dates


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("room", [1, 2]),
        ("Café", [2]),
        ("not good", [3]),
        ("ROOM?", [1, 2]),
        ("(", [1, 2, 3]),
        ("roo", []),
        ("didn't", [3]),
    ],
)
def test_mentions_are_of_whole_words(words: str, found: list[int]) -> None:
    frame = frame_of(
        [0.9] * 3, text=["The rooms.", "a ROOM, a café", "bedroom: not, good. Didn’t sleep"]
    )
    assert filters.chosen(frame, {"mentions": [words]})["row"].tolist() == found


def test_a_column_may_have_two_roles() -> None:
    table = pd.DataFrame({"text": ["good", "bad"], "said": ["yes", "no"]}, dtype="str")
    verdicts = results.verdicts([outcome(0.9), outcome(0.1)])
    frame = review_frame(table, verdicts, Roles("text", group="said", label="said"))
    assert frame["group"].tolist() == frame["label"].tolist() == ["yes", "no"]


def test_of_very_many_groups_the_smallest_stand_together() -> None:
    names = [f"user {i}" for i in range(reviews.MOST_GROUPS + 9)]
    frame = frame_of([0.9] * (len(names) + 10), group=["often"] * 10 + names)
    counts = frame["group"].value_counts()
    assert len(counts) == reviews.MOST_GROUPS + 1
    assert (counts["often"], counts[reviews.SMALL_GROUPS]) == (10, 10)


def test_shares_are_counted_with_their_intervals() -> None:
    frame = frame_of([0.9, 0.9, 0.1, 0.6, 0.9], group=list("aaaab"))
    table = shares.by(frame, "group").set_index("group")
    a = table.loc["a"]
    assert (a.n, a.positive, a.uncertain, a.negative) == (4, 2, 1, 1)
    assert (a.share, a.net) == (0.5, 0.25)
    assert (a.low, a.high) == pytest.approx(proportion_confint(2, 4, method="wilson"))
    assert not table["enough"].any()
    assert shares.overall(frame).n == 5


def test_division_tells_torn_from_lukewarm() -> None:
    torn, lukewarm, agreed = [0.01, 0.99] * 50, [0.5] * 100, [0.99] * 100
    measured = [shares.division(pd.Series(p)) for p in (torn, lukewarm, agreed)]
    assert measured == pytest.approx([0.96, 0, 0], abs=0.01)
    assert shares.division(pd.Series([0.01] + [0.99] * 99)) < 0.05  # one against all is no camp


def test_nothing_left_is_no_error() -> None:
    nothing = random_frame(30).head(0)
    assert shares.by(nothing, "group").empty
    assert np.isnan(shares.overall(nothing).share)
    assert over_time.over_time(nothing, "Month").empty
    assert over_time.trend(nothing) is None
    assert quotes.most_positive(nothing).empty


def test_reviews_fall_into_their_periods() -> None:
    frame = frame_of([0.9] * 4, date=["2025-01-06", "2025-01-12", "2025-01-13", "2026-12-31"])
    weeks = over_time.over_time(frame, "Week")
    assert weeks["period"].tolist() == [
        "2025-01-06T00:00", "2025-01-13T00:00", "2026-12-28T00:00",
    ]  # fmt: skip
    assert weeks["name"].tolist()[0] == "week of 6 Jan 2025"
    assert weeks["n"].tolist() == [2, 1, 1]
    assert over_time.over_time(frame, "Quarter")["name"].tolist() == ["Q1 2025", "Q4 2026"]


@pytest.mark.parametrize("rows", [slice(None), slice(1, 2), slice(0)])
def test_each_row_gets_the_period_of_its_date(rows: slice) -> None:
    moments = ["2024-04-01 10:00", None, "2023-12-31 23:59", "2024-04-01"]
    dates = pd.to_datetime(pd.Series(moments, dtype="str"), format="ISO8601").iloc[rows]
    found = over_time.with_period(pd.DataFrame({"date": dates}), "Month")["period"]
    names = ["Apr 2024", "", "Dec 2023", "Apr 2024"][rows]
    assert found.astype("str").fillna("").tolist() == names
    in_order = [name for name in ("Dec 2023", "Apr 2024") if name in names]
    assert found.cat.categories.tolist() == in_order


def test_the_grain_fits_the_file() -> None:
    year = random_frame(2_000)["date"]
    assert over_time.fitting_grain(year) == "Month"  # 53 weeks are too many points
    assert over_time.fitting_grain(random_frame(100)["date"]) == "Quarter"


def test_a_trend_is_clear_or_it_is_not() -> None:
    rising = over_time.trend(random_frame(2_000))
    assert rising
    assert rising.is_clear
    assert rising.later > rising.earlier
    frame = random_frame(2_000)
    flat = over_time.trend(frame.assign(date=frame["date"].sample(frac=1, random_state=3).array))
    assert flat
    assert not flat.is_clear


def test_one_day_has_no_trend_in_whatever_order_its_reviews_stand() -> None:
    best_first = frame_of([0.98] * 100 + [0.02] * 100, date=["2024-05-05"] * 200)
    assert over_time.trend(best_first) is None
    years = ["2023"] * 900 + ["2024"] * 700
    sorted_by_stars = frame_of(
        ([0.98] * 450 + [0.02] * 450) + [0.98] * 350 + [0.02] * 350, date=years
    )
    found = over_time.trend(sorted_by_stars)
    assert found
    assert (found.earlier, found.later, found.is_clear) == (0.5, 0.5, False)


def test_what_goes_up_and_down_is_no_standstill() -> None:
    dates = [f"2024-{month:02}-05" for month in range(1, 5) for _ in range(100)]
    up_and_down = frame_of(([0.98] * 90 + [0.02] * 10 + [0.98] * 30 + [0.02] * 70) * 2, date=dates)
    steady = frame_of(([0.98] * 60 + [0.02] * 40) * 4, date=dates)
    table = over_time.over_time(up_and_down, "Month")
    assert over_time.swings(table)
    assert not over_time.swings(over_time.over_time(steady, "Month"))
    trend = over_time.trend(up_and_down)
    assert trend
    assert not trend.is_clear
    title = time_chart(table, trend, "light").to_dict()["title"]
    assert title == "Up and down: at most 90% positive, Jan 2024"


def many_groups(shares_of: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """Groups with so many positive of so many reviews."""
    probabilities = [0.98 if i < k else 0.02 for k, n in shares_of.values() for i in range(n)]
    names = [name for name, (_, n) in shares_of.items() for _ in range(n)]
    return shares.by(frame_of(probabilities, group=names), "group")


def test_the_best_and_worst_of_many_that_are_the_same_do_not_differ() -> None:
    hits = np.random.default_rng(0).binomial(100, 0.7, (40, 50))
    found = [
        shares.furthest_apart(many_groups({f"g{i}": (int(k), 100) for i, k in enumerate(row)}))
        for row in hits[:, :20]
    ]
    assert sum(pair is not None for pair in found) <= 4  # unadjusted, 14


def test_of_groups_that_clearly_differ_the_furthest_apart_are_named() -> None:
    table = many_groups({"a": (900, 1000), "b": (620, 1000), "c": (17, 20), "d": (14, 22)})
    assert best_and_worst(table, "group", "hotel") == "a 90%, b 62%"
    same = many_groups({"a": (60, 100), "b": (58, 100)})
    assert best_and_worst(same, "group", "hotel") == "no hotel is clearly better than another"
    assert best_and_worst(same.head(1), "group", "hotel") == "only a"
    few = many_groups({"a": (6, 10), "b": (58, 100)})
    assert best_and_worst(few, "group", "hotel").startswith("too few reviews")


def test_lukewarm_is_not_of_one_mind() -> None:
    lukewarm = shares.overall(frame_of([0.8] * 14 + [0.45] * 16))
    assert division(lukewarm) == "lukewarm"
    assert division(shares.overall(frame_of([0.95] * 28 + [0.6] * 2))) == "of one mind"
    assert division(shares.overall(frame_of([0.99, 0.01] * 20))) == "divided"
    assert division(shares.overall(frame_of([0.99]))) == ""


def test_what_cannot_be_read_divides_nobody() -> None:
    foreign = frame_of([0.99, 0.01] * 30).assign(flags="short; other_language")
    assert np.isnan(shares.overall(foreign).divided)
    both = pd.concat([foreign, frame_of([0.99] * 30)])
    assert shares.overall(both).divided == pytest.approx(0)


def test_the_extreme_are_extreme_and_worth_reading() -> None:
    texts = [
        "Great!",
        "a fine film that I loved",
        "a fine film that I loved",
        "it was quite all right",
    ]
    frame = frame_of([0.999, 0.99, 0.99, 0.8], text=texts)
    assert quotes.most_positive(frame)["row"].tolist() == [2, 4]
    assert quotes.most_uncertain(frame, 1)["row"].tolist() == [4]
    assert quotes.most_uncertain(frame)["row"].tolist() == [4, 2, 1]


def test_stars_that_contradict_the_text() -> None:
    frame = frame_of([0.95, 0.95, 0.02, 0.9, 0.55], stars=["1", "5", "5", "3", "1"])
    assert quotes.contradictions(frame)["row"].tolist() == [3, 1]


@pytest.mark.parametrize(("most", "scale"), [("5", 5), ("4", 5), ("7", 7), ("9", 10), ("80", 100)])
def test_the_scale_of_stars(most: str, scale: int) -> None:
    assert reviews.best_possible_stars(frame_of([0.9], stars=[most])["stars"]) == scale


def test_a_slip_among_the_stars_does_not_change_their_scale() -> None:
    frame = frame_of([0.97] * 300 + [0.03] * 101, stars=["5"] * 300 + ["1"] * 100 + ["2017"])
    assert set(frame["best_stars"]) == {5}
    assert frame["stars"].isna().sum() == 1
    assert quotes.contradictions(frame).empty
    ten = frame_of([0.9] * 100, stars=["5"] * 97 + ["9", "8", "10"])
    assert set(ten["best_stars"]) == {10}


def test_a_filter_does_not_change_the_scale_of_stars() -> None:
    frame = frame_of([0.9] * 10, stars=[str(i + 1) for i in range(10)])
    assert frame["liked"].isna().sum() == 2  # five and six of ten
    part = filters.chosen(frame, {"rating": ["5 stars"]})
    assert part["best_stars"].tolist() == [10]
    assert quotes.contradictions(part).empty


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
