"""Reviews in time: periods, and whether anything changed."""

import re

import numpy as np
import pandas as pd
import pytest

from dashboard.charts.over_time import over_time as time_chart
from dashboard.downloads import picture
from dashboard.insight import over_time
from tests.dashboard.insight.files import frame_of, random_frame


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
    rising = over_time.trend(over_time.over_time(random_frame(2_000), "Month"))
    assert rising
    assert rising.is_clear
    assert rising.later > rising.earlier
    frame = random_frame(2_000)
    mixed = frame.assign(date=frame["date"].sample(frac=1, random_state=3).array)
    flat = over_time.trend(over_time.over_time(mixed, "Month"))
    assert flat
    assert not flat.is_clear


def test_one_day_has_no_trend_in_whatever_order_its_reviews_stand() -> None:
    best_first = frame_of([0.98] * 100 + [0.02] * 100, date=["2024-05-05"] * 200)
    day = over_time.over_time(best_first, "Day")
    assert over_time.trend(day) is None
    assert time_chart(day, None, "light").to_dict()["title"] == "All reviews are from 5 May 2024"
    years = ["2023"] * 900 + ["2024"] * 700
    sorted_by_stars = frame_of(
        ([0.98] * 450 + [0.02] * 450) + [0.98] * 350 + [0.02] * 350, date=years
    )
    found = over_time.trend(over_time.over_time(sorted_by_stars, "Year"))
    assert found
    assert (found.earlier, found.later, found.is_clear) == (0.0, 0.0, False)


def test_the_period_that_stands_out_is_named() -> None:
    dates = [f"2024-{month:02}-05" for month in range(1, 12) for _ in range(60)]
    shares = [[0.98] * hits + [0.02] * (60 - hits) for hits in [36] * 5 + [12] + [41] * 5]
    dip = frame_of([p for part in shares for p in part], date=dates)
    table = over_time.over_time(dip, "Month")
    found = over_time.stands_out(table)
    assert found
    period, others = found
    assert period["name"] == "Jun 2024"
    assert others == pytest.approx((385 - 215) / 600)
    title = time_chart(table, over_time.lasting_trend(table), "light").to_dict()["title"]
    assert title == "Net sentiment is lower in Jun 2024: −60, at other times +28"


def test_where_nothing_differs_no_period_stands_out() -> None:
    dates = [f"2024-{month:02}-05" for month in range(1, 5) for _ in range(100)]
    steady = frame_of(([0.98] * 60 + [0.02] * 40) * 4, date=dates)
    table = over_time.over_time(steady, "Month")
    assert over_time.stands_out(table) is None
    assert over_time.stands_out(table[:0]) is None
    title = time_chart(table, over_time.trend(table), "light").to_dict()["title"]
    assert title == "No clear change over time"


def test_the_axis_names_the_periods() -> None:
    frame = random_frame(2_000)
    drawn = picture.svg(time_chart(over_time.over_time(frame, "Quarter"), None, "light"))
    assert re.findall(r">(Q\d 2025)<", drawn) == ["Q1 2025", "Q2 2025", "Q3 2025", "Q4 2025"]


def test_the_line_breaks_where_there_are_no_reviews() -> None:
    dates = [f"2024-{month:02}-05" for month in (1, 2, 5, 6, 7) for _ in range(40)]
    table = over_time.over_time(frame_of([0.9] * 200, date=dates), "Month")
    assert table["stretch"].tolist() == [0, 0, 1, 1, 1]
    drawn = picture.svg(time_chart(table, None, "light"))
    assert len(re.findall('class="mark-line ', drawn)) == 2


def months(hits: list[int]) -> pd.DataFrame:
    """So many positive of sixty in each month, from January on."""
    dates = [f"2024-{month:02}-05" for month in range(1, len(hits) + 1) for _ in range(60)]
    probabilities = [p for n in hits for p in [0.98] * n + [0.02] * (60 - n)]
    return over_time.with_period(frame_of(probabilities, date=dates), "Month")


def test_one_bad_month_is_no_lasting_fall() -> None:
    dip = months([40] * 9 + [5] + [40] * 2)
    table = over_time.over_time(dip, "Month")
    first = over_time.trend(table)
    assert first
    assert first.is_clear
    title = time_chart(table, over_time.lasting_trend(table), "light").to_dict()["title"]
    assert title == "Net sentiment is lower in Oct 2024: −83, at other times +33"


def test_a_fall_that_lasts_is_told() -> None:
    table = over_time.over_time(months([45] * 6 + [20] * 6), "Month")
    trend = over_time.lasting_trend(table)
    assert trend
    assert (trend.earlier, trend.later) == pytest.approx((0.5, -1 / 3))
    title = time_chart(table, trend, "light").to_dict()["title"]
    assert title == "Net sentiment fell by 70 to 96 points, from +50 to −33 since Jul 2024"


def test_a_fall_near_the_end_is_told_from_where_it_began() -> None:
    """The halves of all reviews would hardly differ."""
    trend = over_time.trend(over_time.over_time(months([36] * 10 + [20] * 2), "Month"))
    assert trend
    assert (trend.since, trend.is_clear) == ("Nov 2024", True)


def test_where_nothing_changes_hardly_ever_a_trend_is_told() -> None:
    rng = np.random.default_rng(0)
    found = [
        over_time.trend(over_time.over_time(months(rng.binomial(60, 0.6, 12).tolist()), "Month"))
        for _ in range(100)
    ]
    assert sum(trend.is_clear for trend in found if trend) <= 3


@pytest.mark.parametrize(
    ("grain", "when"),
    [("Day", "on 5 Jun 2024"), ("Week", "in the week of 3 Jun 2024"), ("Year", "in 2024")],
)
def test_a_period_is_named_as_people_do(grain: over_time.Grain, when: str) -> None:
    dip = frame_of(
        [0.98] * 300 + [0.02] * 60 + [0.98] * 300,
        date=["2023-05-05"] * 300 + ["2024-06-05"] * 60 + ["2025-05-05"] * 300,
    )
    title = time_chart(over_time.over_time(dip, grain), None, "light").to_dict()["title"]
    assert title == f"Net sentiment is lower {when}: −100, at other times +100"
