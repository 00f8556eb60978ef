"""From an uploaded CSV, TSV or TXT file to a table of text: each data row becomes one row.

A blank line in a file of several columns is no row, as for every reader of CSV. In a file of one
column it is an empty cell (spreadsheets write those so), except at the end of the file. Rows that
are too long get more columns, rows that are too short get empty cells: nothing is lost.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import pandas as pd

from dashboard.text_encoding import UnreadableFile, lines

ONE_COLUMN = "\U0010ffff"  # stands for "no delimiter": Unicode keeps it out of every text
DELIMITERS = {
    ",": "Comma  ,",
    ";": "Semicolon  ;",
    "\t": "Tab",
    "|": "Bar  |",
    ONE_COLUMN: "None: one column",
}
MAX_COLUMNS = 1_000
MAX_ROWS = 1_000_000

Row = TypeVar("Row")

# The default limit of 131,072 characters in a cell refuses whole files for one long cell.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class FileFormat:
    """How the file is written: guessed, and changeable by the person who knows better."""

    encoding: str
    delimiter: str
    has_header: bool
    quoted: bool = True  # whether " may enclose a cell
    padded: bool = False  # whether a space follows each delimiter


def read_table(data: bytes, file_format: FileFormat) -> pd.DataFrame:
    """The file's data rows in order, as text, under column names that are unique and not empty."""
    rows = _rows(data, file_format)
    header = rows.pop(0) if file_format.has_header and rows else []
    if not rows:
        raise UnreadableFile("The file has a header and no rows. Upload one with reviews in it.")
    width = max(len(header), *map(len, rows))
    if width > MAX_COLUMNS:
        raise UnreadableFile(
            f"A row has {width:,} cells. Choose another separator, or “None” for one column."
        )
    columns = column_names(header, width)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return pd.DataFrame(rows, columns=columns, dtype="str")


def column_names(header: list[str], width: int) -> list[str]:
    """Empty names become “column 3”, and a name's second use “name (2)”."""
    names: list[str] = []
    for i in range(width):
        wanted = header[i] if i < len(header) and header[i].strip() else f"column {i + 1}"
        names.append(unused_name(wanted, names))
    return names


def unused_name(wanted: str, taken: list[str]) -> str:
    name, n = wanted, 1
    while name in taken:
        n += 1
        name = f"{wanted} ({n})"
    return name


def parse(
    lines: Iterable[str],
    delimiter: str,
    quoted: bool = True,
    padded: bool = False,
    strict: bool = False,
) -> Iterator[list[str]]:
    """The records of the text; [] stands for a blank line. `strict`: csv.Error for bad quotes."""
    return csv.reader(
        lines,
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        skipinitialspace=padded,
        strict=strict,
    )


def _rows(data: bytes, file_format: FileFormat) -> list[list[str]]:
    text = lines(data, file_format.encoding)
    records = parse(text, file_format.delimiter, file_format.quoted, file_format.padded)
    if file_format.delimiter != ONE_COLUMN:
        return at_most(MAX_ROWS, (record for record in records if record))
    rows = at_most(MAX_ROWS, records)
    while rows and not rows[-1]:
        rows.pop()
    return [row or [""] for row in rows]


def at_most(n: int, rows: Iterable[Row]) -> list[Row]:
    """Raises UnreadableFile as soon as there are more."""
    taken = list(islice(rows, n + 2))  # one may be the header
    if len(taken) > n + 1:
        raise UnreadableFile(f"The file has more than {n:,} rows. Split it and upload the parts.")
    return taken
