"""Rows in = rows out, for any table that a program can write."""

import csv
import io

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dashboard.reading.delimited import DELIMITERS, ONE_COLUMN, FileFormat, read_table
from dashboard.reading.format_guess import guess_format
from dashboard.reading.table_shape import column_names

# A byte order mark inside a text is no text, and surrogates cannot be encoded.
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\U0010ffff"))
WESTERN_CELLS = st.text(st.characters(codec="cp1252"))
PROSE = st.text(
    st.characters(exclude_categories=["C"], include_characters="\n\t", exclude_characters="\ufeff")
)
DELIMITER = st.sampled_from([d for d in DELIMITERS if d != ONE_COLUMN])


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[str]) -> list[list[str]]:
    width = draw(st.integers(1, 5))
    row = st.lists(cells, min_size=width, max_size=width)
    return draw(st.lists(row, min_size=1, max_size=8))


def written(rows: list[list[str]], delimiter: str, encoding: str) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    return buffer.getvalue().encode(encoding)


@given(tables(CELLS), DELIMITER, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_every_cell_comes_back(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    file_format = FileFormat(encoding.removesuffix("-sig"), delimiter, has_header=False)
    table = read_table(written(rows, delimiter, encoding), file_format)
    assert table.to_numpy().tolist() == rows


@given(tables(WESTERN_CELLS), DELIMITER)
def test_every_cell_of_an_older_file_comes_back(rows: list[list[str]], delimiter: str) -> None:
    file_format = FileFormat("cp1252", delimiter, has_header=False)
    table = read_table(written(rows, delimiter, "cp1252"), file_format)
    assert table.to_numpy().tolist() == rows


@given(st.lists(CELLS, min_size=1, max_size=10))
def test_a_single_column_comes_back(cells: list[str]) -> None:
    data = written([[cell] for cell in cells], ",", "utf-8")
    table = read_table(data, FileFormat("utf-8", ONE_COLUMN, has_header=False))
    assert table["column 1"].tolist() == cells


@given(
    st.lists(st.tuples(PROSE, st.integers(1, 5)), min_size=1, max_size=8),
    DELIMITER,
    st.sampled_from(["utf-8-sig", "utf-16"]),
)
def test_a_table_of_reviews_is_understood_without_help(
    reviews: list[tuple[str, int]], delimiter: str, encoding: str
) -> None:
    rows = [["id", "review", "stars"]]
    rows += [[str(i), text, str(stars)] for i, (text, stars) in enumerate(reviews)]
    data = written(rows, delimiter, encoding)
    table = read_table(data, guess_format(data))
    assert [list(table.columns), *table.to_numpy().tolist()] == rows


@given(st.lists(st.text("ab (2)", max_size=6), max_size=8), st.integers(0, 4))
def test_names_of_columns_are_unique_and_not_empty(header: list[str], more: int) -> None:
    names = column_names(header, len(header) + more)
    assert len(set(names)) == len(names) == len(header) + more
    assert all(name.strip() for name in names)


def test_ragged_rows_lose_no_cell() -> None:
    data = b"a,b\n1\n1,2,3\n\n4,5,6,7\n"
    table = read_table(data, FileFormat("utf-8", ",", has_header=True))
    expected = [["1", "", "", ""], ["1", "2", "3", ""], ["4", "5", "6", "7"]]
    pd.testing.assert_frame_equal(
        table, pd.DataFrame(expected, columns=["a", "b", "column 3", "column 4"], dtype="str")
    )
