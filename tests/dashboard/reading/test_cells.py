"""What stands in cells, in spellings of many countries: dates and stars."""

import pandas as pd
import pytest

from dashboard.reading.cells import dates, either_order, stars


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-31", "2024-03-31T22:10:00Z", "2024-03-31 22:10:00 +0200", "03/31/2024",
        "31/03/2024", "31.03.2024", "March 31, 2024", "31 March 2024", "31 Mar 2024", "03 31, 2024",
        "3/31/2024 22:10", "1711922400", "1711922400000", "Sun Mar 31 22:10:00 UTC 2024",
        "Sun Mar 31 22:10:00 PDT 2024", "Sun Mar 31 22:10:00 +0000 2024", "3/31/2024 10:10 PM",
        "March 31, 2024, 10:10 PM", "31.03.24 22:10", "31st March 2024", "Mar 31 2024",
        "31-Mar-2024", "31/03/2024 22:10:00", "03/31/2024, 22:10",
        "31-03-2024 10:10:00 p.m.", "2024/03/31 22:10:00", "31 Mar 24",
        "Reviewed in the United States on March 31, 2024",
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(cell: str) -> None:
    read = dates(pd.Series([cell, "", "no date"][:2], dtype="str"))
    assert read.dt.date.tolist()[0] == pd.Timestamp("2024-03-31").date()
    assert read.isna().tolist() == [False, True]


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-31T22:10:00-05:00", "2024-03-31 22:10:00.5 -0500", "2024-03-31T22:10-05",
        "20240331T221000-0500", "2024-03-31T22:10:00Z", "Sun, 31 Mar 2024 22:10:00 -0500",
    ],
)  # fmt: skip
def test_a_day_is_the_writers_own_whatever_the_zone(cell: str) -> None:
    read = dates(pd.Series([cell, ""], dtype="str"))
    assert read[0].floor("min") == pd.Timestamp("2024-03-31T22:10")


def test_a_zoned_column_keeps_its_days() -> None:
    moment = pd.Timestamp("2024-03-31T22:10", tz="America/New_York")
    assert dates(pd.Series([moment, None]))[0] == pd.Timestamp("2024-03-31T22:10")


def test_days_before_months_are_told_by_the_whole_column() -> None:
    read = dates(pd.Series(["01/02/2024", "25/02/2024"], dtype="str"))
    assert read.dt.month.tolist() == [2, 2]


@pytest.mark.parametrize(("day_first", "months"), [(True, [4, 6]), (False, [3, 5])])
def test_a_person_decides_where_the_column_does_not_tell(
    day_first: bool, months: list[int]
) -> None:
    either = pd.Series(["03/04/2024", "05/06/2024"], dtype="str")
    assert dates(either, day_first).dt.month.tolist() == months
    told = pd.Series(["03/04/2024", "25/06/2024"], dtype="str")
    assert dates(told, day_first).dt.month.tolist() == [4, 6]


@pytest.mark.parametrize(
    ("cells", "example"),
    [
        (["", "4/4/2024", "03/04/2024 10:00"], "03/04/2024 10:00"),
        (["03-04-24"], "03-04-24"),
        (["03/04/2024 n.d.", "00/05/2024", "05/06/2024"], "05/06/2024"),
        (["03/04/2024?"], None),  # is no date
        (["03/04/2024", "25/06/2024"], None),
        (["03/04/2024", "06/25/2024"], None),
        (["4/4/2024", "03.04.2024", "2024-03-04", "2024/03/04"], None),
    ],
)
def test_only_dates_that_may_be_either_are_asked_about(
    cells: list[str], example: str | None
) -> None:
    assert either_order(pd.Series(cells, dtype="str")) == example


@pytest.mark.parametrize(
    ("cell", "number"),
    [("4", 4), ("4.5", 4.5), ("4,5", 4.5), ("4 of 5 stars", 4), ("3/5", 3), ("★★★★☆", 4)],
)
def test_stars_are_read_however_they_are_written(cell: str, number: float) -> None:
    assert stars(pd.Series([cell, ""], dtype="str")).tolist()[0] == number


def test_no_stars_are_no_number() -> None:
    assert stars(pd.Series(["", "none", "-1"], dtype="str")).isna().all()
