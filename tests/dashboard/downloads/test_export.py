"""The download: safe in a spreadsheet, and nothing of the file changed that need not be."""

import csv
import io
import json
from datetime import date, time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dashboard.downloads.export import EXPORTS

to_csv, to_xlsx, to_json_lines, to_parquet = (
    EXPORTS[suffix].to_bytes for suffix in ("csv", "xlsx", "jsonl", "parquet")
)
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


TYPED = pd.DataFrame(
    {
        "review": ["=1+1", "a\x08b"],
        "price": [-2.123456789012345, None],
        "n": pd.Series([-1, None], dtype="Int64"),
        "at": pd.Series([pd.Timestamp("2024-05-01"), None]),
        "zone": pd.Series([pd.Timestamp("2024-05-01T00:00:00+02:00"), None]),
        "sure": pd.Series([True, None], dtype="boolean"),
        "day": pd.Series([date(2024, 5, 1), None], dtype="object"),  # as Parquet's date32 comes
        "hour": pd.Series([time(12, 30), None], dtype="object"),
    }
)


def test_a_workbook_has_safe_text_and_real_numbers() -> None:
    sheet = load_workbook(io.BytesIO(to_xlsx(TYPED))).active
    assert sheet is not None
    header, first, second = sheet.iter_rows(values_only=True)
    assert header == tuple(TYPED.columns)
    assert first[:4] == ("'=1+1", -2.123456789012345, -1, pd.Timestamp("2024-05-01"))
    assert first[4:6] == ("2024-05-01T00:00:00+02:00", True)
    assert first[6:] == (pd.Timestamp("2024-05-01"), time(12, 30))
    assert second == ("a\ufffdb", *[None] * 7)


def test_days_and_times_are_written_to_csv() -> None:
    first, second = read(to_csv(TYPED[["day", "hour"]]))[1:]
    assert first == ["2024-05-01", "12:30:00"]
    assert second == ["", ""]


def test_text_among_other_cells_is_made_safe_and_the_others_stay() -> None:
    mixed = pd.DataFrame({"a": pd.Series(["=1+1", -2, None, date(2024, 5, 1)], dtype="object")})
    assert [row[0] for row in read(to_csv(mixed))[1:]] == ["'=1+1", "-2", "", "2024-05-01"]


@given(st.lists(CELLS, min_size=1, max_size=20))
@settings(max_examples=20)
def test_no_cell_of_a_workbook_is_a_formula(cells: list[str]) -> None:
    table = pd.DataFrame({"review": pd.Series(cells, dtype="str"), "n": range(len(cells))})
    sheet = load_workbook(io.BytesIO(to_xlsx(table))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert [row[1] for row in sheet.iter_rows(2, values_only=True)] == list(range(len(cells)))


def test_a_workbook_rounds_no_id_and_marks_only_formulas() -> None:
    ids = [1_700_000_000_000_000_001, 1_700_000_000_000_000_002]
    table = pd.DataFrame({"id": ids, "text": ["@cinema great", "=1+1"]})
    sheet = load_workbook(io.BytesIO(to_xlsx(table))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(2, values_only=True))
    assert rows == [(str(ids[0]), "@cinema great"), (str(ids[1]), "'=1+1")]


def test_a_cell_too_long_for_a_workbook_is_cut() -> None:
    sheet = load_workbook(io.BytesIO(to_xlsx(pd.DataFrame({"a": ["x" * 40_000]})))).active
    assert sheet is not None
    assert len(str(sheet["A2"].value)) == 32_767


def test_parquet_and_json_lines_change_nothing() -> None:
    back = pd.read_parquet(io.BytesIO(to_parquet(TYPED)))
    pd.testing.assert_frame_equal(back, TYPED)
    first = json.loads(to_json_lines(TYPED).decode().splitlines()[0])
    assert first["review"] == "=1+1"
    assert first["price"] == -2.123456789012345
    assert first["at"].startswith("2024-05-01T00:00:00")
    assert (first["day"], first["hour"]) == ("2024-05-01", "12:30:00")


def test_a_column_of_times_has_one_form_throughout() -> None:
    days = pd.date_range("2001-01-01", periods=5_000).append(pd.DatetimeIndex([None]))
    moments = days.append(pd.DatetimeIndex(["2024-05-01 10:30"]))
    rows = read(to_csv(pd.DataFrame({"when": moments})))[1:]
    assert rows[0] == ["2001-01-01 00:00:00"]
    assert rows[-2:] == [[""], ["2024-05-01 10:30:00"]]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_column_may_have_any_name(suffix: str) -> None:
    moments = pd.to_datetime(["2024-05-01 10:30", "2024-05-02"], format="mixed")
    for column in (moments, pd.Series(["1", "2"], dtype="str")):
        assert EXPORTS[suffix].to_bytes(pd.DataFrame({"self": column}))
