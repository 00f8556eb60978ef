"""From an Excel workbook (XLSX) to a table.

Such a file is a zip of XML, and a small one can unpack to gigabytes: sizes are checked before
anything is read, and rows are read one after the other.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pandas as pd
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook import Workbook

from dashboard.reading.format_guess import has_header, rows_above
from dashboard.reading.table_shape import MAX_COLUMNS, MAX_ROWS, at_most, column_names
from dashboard.reading.text_encoding import UnreadableFile
from dashboard.reading.typed_columns import cell_text, typed_table

# It tells of styles and validations that it leaves out, and nobody here needs those.
warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")

MAX_UNPACKED_BYTES = 250_000_000
_SAMPLE_ROWS = 200


@dataclass(frozen=True)
class WorkbookFormat:
    """What of the workbook is read: guessed, and changeable by the person who knows better."""

    sheet: str
    has_header: bool
    sheets: tuple[str, ...]
    rows_above: int = 0  # a title or a note, which is no part of the table


def is_workbook(data: bytes) -> bool:
    return zipfile.is_zipfile(io.BytesIO(data)) and b"xl/workbook.xml" in data


def guess_workbook_format(data: bytes, sheet: str | None = None) -> WorkbookFormat:
    """The visible sheet with most rows, as far as they are looked at, and of equals the one with
    most text, unless the caller names one; a hidden one where no other has any."""
    book = _open(data)
    by_sight = sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
    sheets = tuple(worksheet.title for worksheet in by_sight)
    if not sheets:
        raise UnreadableFile(
            "The workbook has charts alone. Upload one with the reviews in a sheet."
        )
    samples = {
        name: list(islice(_rows(book, name), _SAMPLE_ROWS))
        for name in ([sheet] if sheet else sheets)
    }
    seen = [worksheet.title for worksheet in by_sight if worksheet.sheet_state == "visible"]
    filled = [name for name, rows in samples.items() if rows]
    if not filled:
        raise UnreadableFile("The workbook is empty. Upload one with at least one review.")
    name = max([n for n in filled if n in seen] or filled, key=lambda n: _size(samples[n]))
    texts = [[cell_text(cell) for cell in row] for row in samples[name]]
    above = rows_above(texts)
    return WorkbookFormat(name, has_header(texts[above:]), sheets, above)


def _size(rows: list[list[Any]]) -> tuple[int, int]:
    return len(rows), sum(len(cell_text(cell)) for row in rows for cell in row)


def read_workbook(data: bytes, workbook_format: WorkbookFormat) -> pd.DataFrame:
    """One sheet; short rows are filled up with nothing. Raises UnreadableFile."""
    found = islice(_rows(_open(data), workbook_format.sheet), workbook_format.rows_above, None)
    header = list(map(cell_text, next(found, []))) if workbook_format.has_header else []
    rows = list(at_most(MAX_ROWS, found))
    if not rows:
        raise UnreadableFile("The sheet has a header and no rows. Choose one with reviews in it.")
    width = max(len(header), *map(len, rows))
    names = column_names(header, width)
    columns = {
        name: [row[i] if i < len(row) else None for row in rows] for i, name in enumerate(names)
    }
    return typed_table(columns)


def _open(data: bytes) -> Workbook:
    with _damage_explained():
        _check_size(data)
        reader = _Reader(io.BytesIO(data), read_only=True, data_only=True)
        reader.read()
        return reader.wb


class _Reader(ExcelReader):
    """As load_workbook() has it, but for a sheet that is a chart and has no drawing: openpyxl looks
    for the drawing once it has the sheet, and breaks."""

    def read_chartsheet(self, *where: Any) -> None:
        with suppress(AttributeError):
            super().read_chartsheet(*where)


def _check_size(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        # zipfile gives up on an entry that holds more than it declares.
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MAX_UNPACKED_BYTES:
        raise UnreadableFile(
            f"The workbook unpacks to {unpacked / 1e6:,.0f} MB; the limit is "
            f"{MAX_UNPACKED_BYTES / 1e6:,.0f} MB. Save the reviews as CSV and upload that."
        )


def _rows(book: Workbook, sheet: str) -> Iterator[list[Any]]:
    """Without blank rows, and without the empty cells at the end of each."""
    with _damage_explained():
        worksheet = book[sheet]
        worksheet.reset_dimensions()  # what the file says of its size may be wrong
        for cells in worksheet.iter_rows(values_only=True):
            row = list(cells)
            while row and row[-1] in (None, ""):
                row.pop()
            _check_width(row)
            if row:
                yield row


def _check_width(row: list[Any]) -> None:
    if len(row) > MAX_COLUMNS:
        raise UnreadableFile(
            f"A row has {len(row):,} cells; the limit is {MAX_COLUMNS:,}. Save the columns that "
            "matter as CSV and upload that."
        )


@contextmanager
def _damage_explained() -> Iterator[None]:
    try:
        yield
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl meets a damaged file with any of a dozen
        raise UnreadableFile(
            "The workbook is damaged or not in a form that can be read. Open it in Excel, save it "
            "as XLSX or CSV, and upload that."
        ) from error
