"""Faulty delimited files: read as their writers meant them, or refused with the place."""

import pytest

from dashboard.reading.delimited import read_table
from dashboard.reading.format_guess import guess_format
from dashboard.reading.prose import guess_text_column
from dashboard.reading.text_encoding import UnreadableFile

ROWS = b"".join(b'%d,"so, so good"\n' % i for i in range(3, 60))


def test_a_quotation_mark_that_is_never_closed_takes_no_rows_with_it() -> None:
    unclosed = b"id,text\n" + ROWS + b'98,"never closed\n' + b"99,nice\n" * 20
    with pytest.raises(UnreadableFile, match=r"opens in line 59 is never closed.* 20 lines"):
        guess_format(unclosed)
    cut_off = b"id,text\n" + ROWS + b'98,"cut off, at\nthe en'
    assert read_table(cut_off, guess_format(cut_off))["text"].iloc[-1] == "cut off, at\nthe en"


def test_more_columns_than_the_limit_are_said_to_be() -> None:
    header = ",".join(f"question {i}" for i in range(1_001)).encode()
    with pytest.raises(UnreadableFile, match=r"has 1,001 columns; the limit is 1,000"):
        guess_format(header + (b"\n" + b"1," * 1_000 + b"1") * 9)


def test_padding_with_nul_is_no_utf_16() -> None:
    padded = b"id,text\n" + b"".join(b"%d,nice stay%s\n" % (i, bytes(30)) for i in range(60))
    assert guess_format(padded).encoding == "utf-8"


@pytest.mark.parametrize("comments", [["ok", "", "", ""], ["good", "Bad", "fine", "so so"]])
def test_short_comments_are_the_reviews_beside_longer_dates(comments: list[str]) -> None:
    rows = [f"2024-03-{i + 1:02} 10:00:00,{comments[i % 4]}\n" for i in range(28)]
    data = b"created,comment\n" + "".join(rows).encode()
    assert guess_text_column(read_table(data, guess_format(data))) == "comment"
