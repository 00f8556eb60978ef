"""In a workbook, numbers are numbers and dates dates, where a whole column is nothing else."""

import io

import pandas as pd
import pytest
from openpyxl import load_workbook

from dashboard.downloads.export import EXPORTS


def as_cells(texts: list[str | None]) -> list[object]:
    table = pd.DataFrame({"a": pd.Series(texts, dtype="str"), "row": range(len(texts))})
    sheet = load_workbook(io.BytesIO(EXPORTS["xlsx"].to_bytes(table))).active
    assert sheet is not None
    return [row[0] for row in sheet.iter_rows(2, values_only=True)]


@pytest.mark.parametrize(
    ("texts", "cells"),
    [
        (["10.0", "3.9", "", None, "10.0", "-2"], [10, 3.9, None, None, 10, -2]),
        (["2023-03-16", "2024-07-24"], [pd.Timestamp("2023-03-16"), pd.Timestamp("2024-07-24")]),
        (["2023-03-16 09:05", ""], [pd.Timestamp("2023-03-16 09:05"), None]),
        (["31.12.2024", "01.02.2024"], [pd.Timestamp("2024-12-31"), pd.Timestamp("2024-02-01")]),
        (["12/31/2024", "01/02/2024"], [pd.Timestamp("2024-12-31"), pd.Timestamp("2024-01-02")]),
    ],
)
def test_numbers_and_dates_are_no_text(texts: list[str | None], cells: list[object]) -> None:
    assert as_cells(texts) == cells


@pytest.mark.parametrize(
    "texts",
    [
        ["007", "12"],  # a leading zero
        ["491511234567", "1"],  # a telephone number, or an id: a workbook would show 4.9E+11
        ["1.1", "1.10"],  # versions
        ["4", "n/a"],
        ["2024-02-30", "2024-02-01"],  # no such day
        ["01/02/2024", "03/04/2024"],  # the day or the month first
        ["2024-01-01", "soon"],
        ["1850-01-01", "2024-01-01"],
        ["1,250", "+3", "1e5"],
        ["85%"],
    ],
)
def test_what_may_be_meant_otherwise_stays_text(texts: list[str]) -> None:
    assert as_cells(list(texts)) == texts


def test_a_day_has_no_hour() -> None:
    table = pd.DataFrame({"day": pd.Series(["2024-05-01"], dtype="str")})
    sheet = load_workbook(io.BytesIO(EXPORTS["xlsx"].to_bytes(table))).active
    assert sheet is not None
    assert sheet["A2"].number_format == "yyyy-mm-dd"
    assert sheet["A2"].value == pd.Timestamp("2024-05-01")
