"""The CSV that a person downloads: a spreadsheet shows its letters right and runs none of it."""

import pandas as pd

# A spreadsheet runs text cells that start so as formulas; a plain number only looks like one.
_FORMULA = r"^(?=[=+\-@\t\r\n])(?![+-]?(?:\d[\d.,]*|[.,]\d+)(?:[eE][+-]?\d+)?%?$)"


def to_csv(table: pd.DataFrame) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it."""
    safe = table.copy()
    for i, name in enumerate(safe.columns):
        if pd.api.types.is_string_dtype(safe.dtypes.iloc[i]):
            safe[name] = safe[name].str.replace(_FORMULA, "'", regex=True)
    safe.columns = safe.columns.str.replace(_FORMULA, "'", regex=True)
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
