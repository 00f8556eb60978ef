"""The files that a person downloads. In CSV and XLSX, a spreadsheet runs none of the text."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

# A spreadsheet runs text cells that start so as formulas; a plain number only looks like one.
_FORMULA = r"^(?=[=+\-@\t\r\n])(?![+-]?(?:\d[\d.,]*|[.,]\d+)(?:[eE][+-]?\d+)?%?$)"
_CELL_CHARACTERS = 32_767  # all that a cell of a workbook can hold


def to_csv(table: pd.DataFrame) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it."""
    return _safe(table).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def to_xlsx(table: pd.DataFrame) -> bytes:
    """What a workbook cannot hold is cut (long cells) or becomes a sign (control characters)."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Reviews")
    sheet.freeze_panes = "A2"
    for i in range(len(table.columns)):
        sheet.column_dimensions[get_column_letter(i + 1)].width = 24
    safe = _safe(table)
    columns = [_cells(safe.iloc[:, i]) for i in range(len(safe.columns))]
    sheet.append([_storable(name) for name in safe.columns])
    for row in zip(*columns, strict=True):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def to_json_lines(table: pd.DataFrame) -> bytes:
    """Not by pandas, which rounds numbers."""
    columns = [_objects(table.iloc[:, i]) for i in range(len(table.columns))]
    names = list(table.columns)
    rows = (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))
    return b"".join(_json(row).encode() + b"\n" for row in rows)


def to_parquet(table: pd.DataFrame) -> bytes:
    data: bytes = table.to_parquet(index=False, compression="zstd")
    return data


@dataclass(frozen=True)
class Export:
    name: str
    mime: str
    write: Callable[[pd.DataFrame], bytes]


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


def _safe(table: pd.DataFrame) -> pd.DataFrame:
    """Only text is touched: a column of numbers holds no formula."""
    safe = table.copy()
    for i, name in enumerate(safe.columns):
        if pd.api.types.is_string_dtype(safe.dtypes.iloc[i]):
            safe[name] = safe[name].str.replace(_FORMULA, "'", regex=True)
    safe.columns = safe.columns.str.replace(_FORMULA, "'", regex=True)
    return safe


def _objects(column: pd.Series) -> list[object]:
    """As Python has them; None where there is nothing."""
    objects: list[object] = column.astype("object").where(column.notna(), None).tolist()
    return objects


def _json(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False, default=_as_json)


def _as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else str(value)


def _cells(column: pd.Series) -> list[object]:
    if isinstance(column.dtype, pd.DatetimeTZDtype):  # a workbook knows no time zones
        column = column.map(pd.Timestamp.isoformat, na_action="ignore")
    values = _objects(column)
    return [_storable(value) if isinstance(value, str) else value for value in values]


def _storable(text: str) -> str:
    return str(ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))[:_CELL_CHARACTERS]
