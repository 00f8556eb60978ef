"""From an uploaded CSV, TSV or TXT file to a table of text: each data row becomes one row.

A blank line in a file of several columns is no row, as for every reader of CSV. In a file of one
column it is an empty cell (spreadsheets write those so), except at the end of the file. Rows that
are too long get more columns, rows that are too short get empty cells: nothing is lost.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from dashboard.text_encoding import UnreadableFile, decode

ONE_COLUMN = "\U0010ffff"  # stands for "no delimiter": Unicode keeps it out of every text
DELIMITERS = {
    ",": "Comma  ,",
    ";": "Semicolon  ;",
    "\t": "Tab",
    "|": "Bar  |",
    ONE_COLUMN: "None: one column",
}
MAX_COLUMNS = 1_000

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
    text = decode(data, file_format.encoding)
    rows = _rows(text, file_format)
    header = rows.pop(0) if file_format.has_header and rows else []
    if not rows:
        raise UnreadableFile("The file has a header and no rows. Upload one with reviews in it.")
    width = max(len(header), *map(len, rows))
    if width > MAX_COLUMNS:
        raise UnreadableFile(
            f"A row has {width:,} cells. Choose another separator, or “None” for one column."
        )
    columns = column_names(header, width)
    cells = [row + [""] * (width - len(row)) for row in rows]
    return pd.DataFrame(cells, columns=columns, dtype="str")


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
    text: str, delimiter: str, quoted: bool = True, padded: bool = False, strict: bool = False
) -> Iterator[list[str]]:
    """The records of the text; [] stands for a blank line. `strict`: csv.Error for bad quotes."""
    return csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        skipinitialspace=padded,
        strict=strict,
    )


def _rows(text: str, file_format: FileFormat) -> list[list[str]]:
    records = list(parse(text, file_format.delimiter, file_format.quoted, file_format.padded))
    if file_format.delimiter != ONE_COLUMN:
        return [record for record in records if record]
    while records and not records[-1]:
        records.pop()
    return [record or [""] for record in records]
