"""The download: safe in a spreadsheet, and nothing of the file changed that need not be."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.export import to_csv

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff"))


def read(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def exported(cell: str) -> str:
    return read(to_csv(pd.DataFrame({"review": [cell], "n": ["1"]}, dtype="str")))[1][0]


@pytest.mark.parametrize(
    "cell", ["=1+1", "=HYPERLINK(1)", "+cmd|x", "-2+3", "@SUM(A1)", "\tx", "\rx", "\nx", "- fine"]
)
def test_what_a_spreadsheet_would_run_becomes_text(cell: str) -> None:
    assert exported(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5", "+3.2", "-1,250.00", "-12%", "-.5", "1e-9", "-1e-9", "5"])
def test_plain_numbers_stay(cell: str) -> None:
    assert exported(cell) == cell


@given(CELLS)
def test_every_other_cell_stays_as_it_was(cell: str) -> None:
    assert exported(cell).removeprefix("'") == cell.removeprefix("'")
    assert not exported(cell).startswith(("=", "@", "\t", "\r", "\n"))


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=20))
def test_there_is_one_line_for_each_row_in_order(rows: list[tuple[str, str]]) -> None:
    table = pd.DataFrame({"n": map(str, range(len(rows))), "a": rows}, dtype="object")
    table[["a", "b"]] = pd.DataFrame(rows, dtype="str")
    back = read(to_csv(table.astype("str")))
    assert [row[0] for row in back] == ["n", *map(str, range(len(rows)))]


def test_names_of_columns_are_made_safe_too() -> None:
    assert read(to_csv(pd.DataFrame({"=evil()": ["a"]}, dtype="str")))[0] == ["'=evil()"]


def test_numbers_of_the_verdict_are_numbers_and_absent_ones_are_empty() -> None:
    table = pd.DataFrame({"p": [0.25, None], "u": pd.Series([True, None], dtype="boolean")})
    assert read(to_csv(table))[1:] == [["0.25", "True"], ["", ""]]
