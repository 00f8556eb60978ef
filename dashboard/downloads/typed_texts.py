"""Columns of text that hold numbers or dates throughout, as such: a spreadsheet averages no text.

Where a single cell could be meant otherwise (a leading zero, a long id, 03/04/2024), all stay text.
"""

import pandas as pd

_LONGEST = 19  # 2024-05-01T10:30:00
_DIGITS = 11  # a workbook shows what has more as 4.9E+12, and rounds what has more than 15
_NUMBER = r"-?(?:0|[1-9]\d*)(?:\.\d+)?"
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d")
_MOMENTS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


def in_table(table: pd.DataFrame) -> pd.DataFrame:
    texts = [name for name, kind in table.dtypes.items() if isinstance(kind, pd.StringDtype)]
    typed = table.copy(deep=False)
    for name in texts:
        typed[name] = _typed(table[name])
    return typed


def _typed(column: pd.Series) -> pd.Series:
    if not 0 < column.str.len().max() <= _LONGEST:
        return column
    texts = column.mask(column == "")
    different = pd.Series(texts.dropna().unique(), dtype="str")
    known = _numbers(different) if _are_numbers(different) else _dates(different)
    return column if known is None else texts.map(dict(zip(different, known, strict=True)))


def _are_numbers(texts: pd.Series) -> bool:
    """Each another one: of versions, 1.1 and 1.10 are two."""
    plain = texts.str.fullmatch(_NUMBER) & (texts.str.count(r"\d") <= _DIGITS)
    return bool(plain.all()) and pd.to_numeric(texts).is_unique


def _numbers(texts: pd.Series) -> pd.Series:
    return pd.to_numeric(texts).astype("object")


def _dates(texts: pd.Series) -> pd.Series | None:
    """None unless one way of writing alone gives back each of them."""
    read = {form: pd.to_datetime(texts, format=form, errors="coerce") for form in _DAYS + _MOMENTS}
    fit = [form for form, dates in read.items() if dates.dt.strftime(form).equals(texts)]
    if len(fit) != 1 or read[fit[0]].dt.year.min() < 1900:  # before which a workbook has no days
        return None
    dates = read[fit[0]].dt
    return (dates.date if fit[0] in _DAYS else dates.to_pydatetime()).astype("object")
