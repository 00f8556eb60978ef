"""Rows that a stray quotation mark has merged are told; a review of several lines is not."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.reading.format_guess import guess_format
from dashboard.reading.merged_rows import merged_row


def table(*rows: str) -> bytes:
    plain = [f"{i},a film like number {i},{i % 5 + 1}" for i in range(1, 9)]
    return "\n".join(["id,review,stars", *plain, *rows, ""]).encode()


def told(data: bytes) -> str:
    return merged_row(data, guess_format(data))


@pytest.mark.parametrize(
    "rows",
    [
        ('9,"oops, this is left open,4', '10,"closed by this one",3'),
        ('9,"oops,4', "10,plain film,2", '11,"closed here",3', "12,plain again,1"),
        ('9,"oops,4\r', '10,"with, a comma",2\r'),
    ],
)
def test_a_quotation_mark_that_a_later_row_closes(rows: tuple[str, ...]) -> None:
    sentence = told(table(*rows))
    assert sentence.startswith("Line 11 looks like a row of its own")
    assert "in line 10 opens it" in sentence


@pytest.mark.parametrize(
    "rows",
    [
        (),
        ('9,"A review\nof several lines, with commas,\n10 of them, say, 5",4',),
        ('9,"Good:\n1, the acting\n2, the music",5',),
        ('9,"He said\n""wow"", and left",4',),
        ('9,"A stray " inside, one line",4',),
        ('9,"Above\n\nbelow",4',),
    ],
)
def test_reviews_of_several_lines_are_reviews(rows: tuple[str, ...]) -> None:
    assert told(table(*rows)) == ""


def test_a_table_without_numbers_tells_nothing() -> None:
    rows = [f"name {i},a film,town {i}" for i in range(9)]
    assert told("\n".join(["who,review,where", *rows, 'x,"a,b', 'y,"c",d']).encode()) == ""


@given(st.lists(st.text("ab ,\n\r\"'.", max_size=40), min_size=1, max_size=20))
def test_what_is_written_right_is_never_doubted(texts: list[str]) -> None:
    buffer = io.StringIO(newline="")
    rows = [(i, f"A film {text}", i % 5 + 1) for i, text in enumerate(texts)]
    csv.writer(buffer).writerows([("id", "review", "stars"), *rows])
    assert told(buffer.getvalue().encode()) == ""
