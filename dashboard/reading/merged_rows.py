"""Rows that a stray quotation mark has made one cell of, although a later one closes it.

A review may have several lines, so a line break inside a cell says nothing. But a line that, read
alone, has as many cells as the table, with numbers where the table has them, is a row: for a line
of prose it would have to begin with a number and have as many separators, at the right places.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from dashboard.reading.delimited import FileFormat, parse
from dashboard.reading.format_guess import NUMBER
from dashboard.reading.text_encoding import lines

_SAMPLE_ROWS = 200
_NARROWEST = 3  # with fewer columns prose may look so: “1, the acting”


@dataclass(frozen=True)
class _Shape:
    """Of the table's rows: how many cells they have, and which of them are numbers."""

    width: int
    numbers: tuple[int, ...]

    def fits(self, row: list[str]) -> bool:
        """Without a quotation mark inside: that one would close the cell of a review."""
        closes = any('"' in cell for cell in row)
        numbered = all(_is_number(row, i) for i in self.numbers)
        return len(row) == self.width and numbered and not closes

    def may_hide(self, record: list[str]) -> bool:
        """Whether a cell behind the first number has several lines."""
        behind = record[self.numbers[0] + 1 :]
        return any("\n" in cell or "\r" in cell for cell in behind)


def merged_row(data: bytes, file_format: FileFormat) -> str:
    """Where the first is, in a sentence; empty if there is none."""
    shape = _shape(data, file_format)
    if shape.width < _NARROWEST or not shape.numbers:
        return ""
    start = 1
    for read, record in _records(data, file_format):
        if shape.may_hide(record):
            for n, line in enumerate(read[1:], start + 1):
                if shape.fits(next(parse([line], file_format.delimiter), [])):
                    return _sentence(start, n)
        start += len(read)
    return ""


def _shape(data: bytes, file_format: FileFormat) -> _Shape:
    rows = (record for _, record in _records(data, file_format) if record)
    first = file_format.rows_above + file_format.has_header
    sample = list(islice(rows, first, first + _SAMPLE_ROWS))
    width = Counter(map(len, sample)).most_common(1)[0][0] if sample else 0
    often = (sum(_is_number(row, i) for row in sample) > len(sample) / 2 for i in range(width))
    return _Shape(width, tuple(i for i, is_number in enumerate(often) if is_number))


def _records(data: bytes, file_format: FileFormat) -> Iterator[tuple[list[str], list[str]]]:
    """Each with the lines that it was read from."""
    read: list[str] = []

    def noted(text: Iterable[str]) -> Iterator[str]:
        for line in text:
            read.append(line)
            yield line

    text = noted(lines(data, file_format.encoding))
    for record in parse(text, file_format.delimiter, file_format.quoted, file_format.padded):
        yield list(read), record
        read.clear()


def _is_number(row: list[str], i: int) -> bool:
    return i < len(row) and NUMBER.fullmatch(row[i]) is not None


def _sentence(start: int, line: int) -> str:
    return (
        f"Line {line:,} looks like a row of its own, but stands inside a cell: a quotation mark in "
        f"line {start:,} opens it. If it is a stray one, take it out and upload the file again."
    )
