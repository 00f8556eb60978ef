"""From an uploaded CSV, TSV or TXT file to a table of text: each data row becomes one row.

A blank line in a file of several columns is no row, as for every reader of CSV. In a file of one
column it is an empty cell (spreadsheets write those so), except at the end of the file. Rows that
are too long get more columns, rows that are too short get empty cells: nothing is lost.
"""

import _csv
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import pandas as pd

from dashboard.reading.table_shape import MAX_COLUMNS, MAX_ROWS, at_most, column_names
from dashboard.reading.text_encoding import UnreadableFile, lines

ONE_COLUMN = "\U0010ffff"  # stands for "no delimiter": Unicode keeps it out of every text
DELIMITERS = {
    ",": "Comma  ,",
    ";": "Semicolon  ;",
    "\t": "Tab",
    "|": "Bar  |",
    ONE_COLUMN: "None: one column",
}
_PART_ROWS = 5_000

# The default limit of 131,072 characters in a cell refuses whole files for one long cell.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class FileFormat:
    """How the file is written: guessed, and changeable by the person who knows better."""

    encoding: str
    delimiter: str
    has_header: bool
    rows_above: int = 0  # a title or a note, which is no part of the table
    quoted: bool = True  # whether " may enclose a cell
    padded: bool = False  # whether a space follows each delimiter


def read_table(data: bytes, file_format: FileFormat) -> pd.DataFrame:
    """The file's data rows in order, as text, under column names that are unique and not empty."""
    found = islice(_rows(data, file_format), file_format.rows_above, None)
    header = next(found, []) if file_format.has_header else []
    rows = at_most(MAX_ROWS, found)
    # Part by part: as Python's strings, all rows would take several times the memory.
    parts = [_part(some) for some in iter(lambda: list(islice(rows, _PART_ROWS)), [])]
    if not parts:
        raise UnreadableFile("The file has a header and no rows. Upload one with reviews in it.")
    table = pd.concat(parts, ignore_index=True)
    width = max(len(header), table.shape[1])
    table = table.reindex(columns=range(width)).astype("str").fillna("")
    return table.set_axis(column_names(header, width), axis="columns")


def _part(rows: list[list[str]]) -> pd.DataFrame:
    width = max(map(len, rows))
    if width > MAX_COLUMNS:
        raise UnreadableFile(
            f"A row has {width:,} cells. Choose another separator, or “None” for one column."
        )
    for row in rows:
        row.extend([""] * (width - len(row)))
    return pd.DataFrame(rows, dtype="str")


def parse(
    lines: Iterable[str],
    delimiter: str,
    quoted: bool = True,
    padded: bool = False,
    strict: bool = False,
) -> "_csv.Reader":
    """The records of the text; [] stands for a blank line. `strict`: csv.Error for bad quotes."""
    return csv.reader(
        lines,
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        skipinitialspace=padded,
        strict=strict,
    )


def _rows(data: bytes, file_format: FileFormat) -> Iterator[list[str]]:
    text = lines(data, file_format.encoding)
    records = parse(text, file_format.delimiter, file_format.quoted, file_format.padded)
    if file_format.delimiter != ONE_COLUMN:
        yield from (record for record in records if record)
        return
    n_blank = 0
    for record in records:
        if not record:  # an empty cell, unless nothing follows
            n_blank += 1
            continue
        yield from ([""] for _ in range(n_blank))
        n_blank = 0
        yield record
