"""Workbooks and Parquet: read with their types, and refused with a way on."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook

from dashboard.reading import json_lines, parquet_file, workbook
from dashboard.reading.any_file import (
    MAX_UPLOAD_BYTES,
    check_size,
    guess_any_format,
    read_any_table,
)
from dashboard.reading.delimited import FileFormat
from dashboard.reading.text_encoding import UnreadableFile
from dashboard.reading.workbook import WorkbookFormat, guess_workbook_format, read_workbook

ROWS: list[list[Any]] = [
    ["Review", "Stars", "Day"],
    ["Good =)", 5, datetime.fromisoformat("2024-05-01")],
    ["Bad", 1.5, None],
]


def xlsx(rows: list[list[Any]], title: str = "Sheet", before: int = 0) -> bytes:
    book = Workbook()
    for _ in range(before):
        book.create_sheet("Empty", 0)
    sheet = book.worksheets[before]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(data: bytes, name: str = "file") -> pd.DataFrame:
    return read_any_table(data, guess_any_format(name, data))


def parquet(table: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    table.to_parquet(buffer)
    return buffer.getvalue()


def test_a_workbook_keeps_its_types() -> None:
    table = read(xlsx([[], *ROWS, []], before=1))
    assert table["Review"].tolist() == ["Good =)", "Bad"]
    assert table["Stars"].tolist() == [5, 1.5]
    assert table["Day"].tolist()[0] == pd.Timestamp("2024-05-01")
    assert table["Day"].isna().tolist() == [False, True]


def test_a_workbooks_sheet_and_header_can_be_chosen() -> None:
    data = xlsx([["A film I would see again"], ["A dull film"]], title="Mine", before=2)
    guess = guess_workbook_format(data)
    assert (guess.sheet, guess.has_header, len(guess.sheets)) == ("Mine", False, 3)
    assert len(read_workbook(data, WorkbookFormat("Mine", True, guess.sheets))) == 1
    with pytest.raises(UnreadableFile, match="empty"):
        guess_workbook_format(data, "Empty")


def test_a_hidden_sheet_is_not_taken_for_the_reviews() -> None:
    book = Workbook()
    book.worksheets[0].title = "Notes"
    book.worksheets[0].append(["secret notes"])
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("Reviews").append(["A lovely place"])
    buffer = io.BytesIO()
    book.save(buffer)
    guess = guess_workbook_format(buffer.getvalue())
    assert (guess.sheet, guess.sheets) == ("Reviews", ("Reviews", "Notes"))


def test_a_sheet_of_notes_is_not_taken_for_the_reviews() -> None:
    book = Workbook()
    book.worksheets[0].append(["Exported by Jane"])
    feedback = book.create_sheet("Feedback")
    for row in ROWS:
        feedback.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    assert guess_workbook_format(buffer.getvalue()).sheet == "Feedback"


def test_a_title_over_the_table_is_left_out() -> None:
    rows: list[list[Any]] = [
        ["Survey of July"],
        [None],
        ["Date", "Store", "Comments"],
        ["7/6", "A", "Fine."],
    ]
    guess = guess_workbook_format(xlsx(rows))
    assert guess == WorkbookFormat("Sheet", True, ("Sheet",), rows_above=1)
    assert read(xlsx(rows)).to_dict("records") == [
        {"Date": "7/6", "Store": "A", "Comments": "Fine."}
    ]


def test_mixed_cells_become_text_as_a_person_would_write_them() -> None:
    table = read(xlsx([["review", "x"], ["good", 5], ["bad", "five"], [7, True]]))
    assert table["review"].tolist() == ["good", "bad", "7"]
    assert table["x"].tolist() == ["5", "five", "True"]


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 300_000_000)
    assert len(buffer.getvalue()) < 1_000_000
    with pytest.raises(UnreadableFile, match=r"unpacks to 300 MB; the limit is 250 MB"):
        read(buffer.getvalue())


def test_a_workbook_that_lies_about_its_size_is_damaged() -> None:
    data = xlsx(ROWS)
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1) + 24  # a declared size
    with pytest.raises(UnreadableFile, match="damaged"):
        read(data[:at] + (10).to_bytes(4, "little") + data[at + 4 :])


def test_one_cell_far_out_costs_no_memory() -> None:
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "good", "bad"  # type: ignore[index]
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(UnreadableFile, match="16,384 cells"):
        read(buffer.getvalue())


@pytest.mark.parametrize("cut", [100, 2_000, -200])
def test_a_broken_workbook_is_said_to_be(cut: int) -> None:
    data = xlsx(ROWS)
    with pytest.raises(UnreadableFile, match=r"damaged|zip file"):
        read(data[:cut])


def test_parquet_comes_as_it_is() -> None:
    table = pd.DataFrame(
        {
            "review": pd.Series(["good", None], dtype="str"),
            "stars": pd.Series([5, None], dtype="Int64"),
            "kind": pd.Categorical(["a", "b"]),
            "at": [datetime(2024, 5, 1, tzinfo=UTC), None],
            "tags": [["x"], None],
        }
    )
    back = read(parquet(table))
    assert back["review"].fillna("nothing").tolist() == ["good", "nothing"]
    assert back["stars"].tolist() == [5, pd.NA]
    assert back["kind"].tolist() == ["a", "b"]
    assert back["at"].tolist()[0] == pd.Timestamp("2024-05-01", tz="UTC")
    assert back["tags"].fillna("nothing").tolist() == ['["x"]', "nothing"]


def test_parquet_that_unpacks_to_too_much_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_file, "MAX_UNPACKED_BYTES", 1_000_000)
    data = parquet(pd.DataFrame({"review": ["x" * 1_000] * 5_000}))
    assert len(data) < 50_000
    with pytest.raises(UnreadableFile, match="unpacks to more"):
        read(data)


def test_broken_parquet_is_said_to_be() -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        read(parquet(pd.DataFrame({"review": ["x"]}))[:-20])


@pytest.mark.parametrize("module", [json_lines, parquet_file])
def test_too_many_rows_are_refused(module: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ROWS", 10)
    table = pd.DataFrame({"review": ["good"] * 20})
    data = (
        parquet(table)
        if module is parquet_file
        else table.to_json(orient="records", lines=True).encode()
    )
    with pytest.raises(UnreadableFile, match="Split it"):
        read(data)


def test_what_stands_over_the_rows_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 10)
    monkeypatch.setattr(json_lines, "MAX_ROWS", 10)
    titled: list[list[Any]] = [["Our guests"], ["review", "stars"], *([["good", 5]] * 10)]
    assert len(read(xlsx(titled))) == 10
    with pytest.raises(UnreadableFile, match="more than 10 rows"):
        read(b'{"review": "good"}\n' * 11)


def test_too_many_rows_of_a_workbook_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 10)
    with pytest.raises(UnreadableFile, match="more than 10 rows"):
        read(xlsx([["good"]] * 20))


def test_kinds_go_by_content() -> None:
    assert isinstance(guess_any_format("a.csv", xlsx(ROWS)), WorkbookFormat)
    assert isinstance(guess_any_format("a.xlsx", b"id,review\n"), FileFormat)
    assert guess_any_format("a.txt", b'{"review": "good"}\n') is None
    assert isinstance(guess_any_format("a.txt", b"{not json} but a review\n"), FileFormat)


def test_a_file_of_more_than_the_page_takes_is_refused() -> None:
    check_size(MAX_UPLOAD_BYTES)
    with pytest.raises(UnreadableFile, match=r"dashboard\.jobs"):
        check_size(MAX_UPLOAD_BYTES + 1_000_000)


def test_of_long_sheets_the_one_with_most_text_is_taken() -> None:
    book = Workbook()
    for i in range(250):
        book.worksheets[0].append([i, "Linz"])
    reviews = book.create_sheet("Reviews")
    for i in range(250):
        reviews.append([i, f"A lovely stay, and I would come back, said guest {i}"])
    buffer = io.BytesIO()
    book.save(buffer)
    assert guess_workbook_format(buffer.getvalue()).sheet == "Reviews"
