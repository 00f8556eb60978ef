"""Columns of files whose cells have types: numbers stay numbers, dates dates, the rest is text."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd

Cells = Sequence[Any]
_INT64 = 2**63
_EXACT_IN_FLOAT = 2**53  # above, a float skips integers: an ID would become another


def typed_table(columns: Mapping[str, Cells]) -> pd.DataFrame:
    return pd.DataFrame({name: typed_column(cells) for name, cells in columns.items()})


def typed_column(cells: Cells) -> pd.Series:
    """One type for the whole column; text where they differ. None is an empty cell."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {bool}:
        return pd.Series(cells, dtype="boolean")
    if kinds == {int} and _integers_below(_INT64, cells):
        return pd.Series(cells, dtype="Int64" if None in cells else "int64")
    if float in kinds and kinds <= {int, float} and _integers_below(_EXACT_IN_FLOAT, cells):
        return pd.Series([None if cell is None else float(cell) for cell in cells], dtype="float64")
    if kinds == {datetime} and len({cell.tzinfo for cell in cells if cell is not None}) == 1:
        return pd.to_datetime(pd.Series(cells), errors="coerce")
    return pd.Series(list(_texts(cells)), dtype="str")


def _integers_below(limit: int, cells: Cells) -> bool:
    return all(abs(cell) < limit for cell in cells if isinstance(cell, int))


def _texts(cells: Iterable[Any]) -> Iterable[str | None]:
    for cell in cells:
        yield None if cell is None else storable(cell_text(cell))


def storable(text: str) -> str:
    """A lone half of a surrogate pair, which JSON may hold, is no letter and cannot be stored."""
    return text.encode("utf-8", "replace").decode()


def cell_text(cell: object) -> str:
    """As a person would write it; what has parts inside becomes JSON."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date().isoformat()
    if isinstance(cell, date | time | timedelta | int | float | Decimal):
        return str(cell)
    return json.dumps(cell, ensure_ascii=False, default=str)
