"""The files that a person downloads. In CSV and XLSX, a spreadsheet runs none of the text."""

import codecs
import io
import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO

import pandas as pd
import pyarrow as pa
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from pandas.api.types import is_bool_dtype, is_float_dtype, is_numeric_dtype
from pyarrow import csv

from dashboard.downloads import nested, typed_texts
from dashboard.reading.as_it_came import noted

# A spreadsheet runs text cells that start so as formulas; a plain number only looks like one.
_FORMULA = r"^(?=[=+\-@\t\r\n])(?![+-]?(?:\d[\d.,]*|[.,]\d+)(?:[eE][+-]?\d+)?%?$)"
_PART_ROWS = 5_000
_INFINITE = (math.inf, -math.inf)  # of Parquet: neither JSON nor a workbook has them
_CELL_CHARACTERS = 32_767  # all that a cell of a workbook can hold
_EXACT = 10**15  # a workbook rounds longer numbers, such as the ids of tweets
# A workbook tells text from formulas, but for what openpyxl itself takes for one.
_FORMULA_OF_WORKBOOK = r"^(?==)"


def to_csv(table: pd.DataFrame, file: IO[bytes]) -> None:
    """UTF-8 with a byte order mark, by which Excel knows it. Not by pandas, which takes many
    times as long."""
    file.write(codecs.BOM_UTF8)
    moments = table.select_dtypes(["datetime", "datetimetz"])
    # Whole: a part of midnights alone would be days.
    table = table.astype(dict.fromkeys(moments, "str"))
    for i, part in enumerate(_parts(table)):
        safe = _safe(part, _FORMULA)
        columns = [_as_csv(safe.iloc[:, k]) for k in range(len(safe.columns))]
        written = pa.Table.from_arrays(columns, names=list(safe.columns))
        csv.write_csv(written, file, csv.WriteOptions(include_header=i == 0))


def to_xlsx(table: pd.DataFrame, file: IO[bytes]) -> None:
    """What a workbook cannot hold is cut (long cells) or becomes a sign (control characters)."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Reviews")
    sheet.freeze_panes = "A2"
    table = typed_texts.in_table(table)
    for i in range(len(table.columns)):
        sheet.column_dimensions[get_column_letter(i + 1)].width = 24
    for i, part in enumerate(_parts(table)):
        safe = _safe(part, _FORMULA_OF_WORKBOOK)
        if i == 0:
            sheet.append([_storable(name) for name in safe.columns])
        columns = [_cells(safe.iloc[:, i]) for i in range(len(safe.columns))]
        for row in zip(*columns, strict=True):
            sheet.append(row)
    book.save(file)


def to_json_lines(table: pd.DataFrame, file: IO[bytes]) -> None:
    """Not by pandas, which rounds numbers. What came as JSON goes as it came, but for the names
    that a row lacked."""
    names, came = list(table.columns), noted(table)
    for part in _parts(table):
        columns = [_objects(part.iloc[:, i]) for i in range(len(names))]
        for row in zip(*columns, strict=True):
            whole = nested.row(dict(zip(names, row, strict=True)), came)
            file.write(_json(whole).encode() + b"\n")


def to_parquet(table: pd.DataFrame, file: IO[bytes]) -> None:
    kinds = {name: pd.CategoricalDtype(all_) for name, all_ in noted(table).categories.items()}
    whole = table.astype(kinds)
    whole.attrs = {}  # our note is nobody's else
    whole.to_parquet(file, index=False, compression="zstd")


def _parts(table: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """A few rows at a time: as Python's strings, all would take several times the memory."""
    for start in range(0, max(len(table), 1), _PART_ROWS):
        yield table.iloc[start : start + _PART_ROWS]


@dataclass(frozen=True)
class Export:
    name: str
    mime: str
    write: Callable[[pd.DataFrame, IO[bytes]], None]

    def to_bytes(self, table: pd.DataFrame) -> bytes:
        buffer = io.BytesIO()
        self.write(table, buffer)
        return buffer.getvalue()


EXPORTS = {
    "csv": Export("CSV", "text/csv", to_csv),
    "xlsx": Export(
        "Excel (XLSX)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        to_xlsx,
    ),
    "jsonl": Export("JSON Lines", "application/jsonl", to_json_lines),
    "parquet": Export("Parquet", "application/vnd.apache.parquet", to_parquet),
}


def _as_csv(column: pd.Series) -> pa.Array:
    """Numbers, or text, which will stand in quotes."""
    if is_numeric_dtype(column) and not is_bool_dtype(column):
        return pa.array(column, from_pandas=True)
    return pa.array(column.astype("str").fillna(""))


def _safe(table: pd.DataFrame, formula: str) -> pd.DataFrame:
    """Only text is touched: a column of numbers holds no formula."""
    safe = table.copy()
    for i, name in enumerate(safe.columns):
        if isinstance(safe.dtypes.iloc[i], pd.StringDtype):
            safe[name] = safe[name].str.replace(formula, "'", regex=True)
        elif safe.dtypes.iloc[i] == "object":  # days and times of Parquet, or text among others
            cells = [_safe_cell(cell, formula) for cell in safe[name]]
            safe[name] = pd.Series(cells, safe.index, dtype="object")
    safe.columns = safe.columns.str.replace(formula, "'", regex=True)
    return safe


def _safe_cell(cell: object, formula: str) -> object:
    return re.sub(formula, "'", cell) if isinstance(cell, str) else cell


def _objects(column: pd.Series) -> list[object]:
    """As Python has them; None where there is nothing. What is no number elsewhere is text."""
    objects: list[object] = column.astype("object").where(column.notna(), None).tolist()
    if is_float_dtype(column):
        return [str(cell) if cell in _INFINITE else cell for cell in objects]
    return objects


def _json(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False, default=_as_json)


def _as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else str(value)


def _cells(column: pd.Series) -> list[object]:
    if isinstance(column.dtype, pd.DatetimeTZDtype):  # a workbook knows no time zones
        column = column.map(pd.Timestamp.isoformat, na_action="ignore")
    return [_as_cell(value) for value in _objects(column)]


def _as_cell(value: object) -> object:
    if isinstance(value, int) and abs(value) >= _EXACT:
        return str(value)
    return _storable(value) if isinstance(value, str) else value


def _storable(text: str) -> str:
    return str(ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))[:_CELL_CHARACTERS]
