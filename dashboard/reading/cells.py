"""What stands in a column's cells: texts, numbers, dates and stars, in many spellings."""

import re
from collections.abc import Callable

import pandas as pd

# fmt: off
_DATE_FORMATS = (
    "ISO8601", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y.%m.%d",
    "%m/%d/%y", "%d/%m/%y", "%d.%m.%y", "%d-%m-%y", "%m-%d-%y", "%B %d, %Y", "%d %B %Y",
    "%b %d, %Y", "%d %b %Y", "%m %d, %Y", "%B %Y", "%b %Y", "%b %d %Y", "%B %d %Y", "%d-%b-%Y",
    "%d-%b-%y", "%d %b %y", "%a %b %d %H:%M:%S %Z %Y", "%a %b %d %H:%M:%S %z %Y",
    "%a, %d %b %Y %H:%M:%S %z",
)
# fmt: on
SAMPLE_ROWS = 200
_MOSTLY = 0.9  # of the cells that are not blank
_LONGEST_DATE = 80  # “Reviewed in the United States on September 3, 2024”
_NUMBER = re.compile(r"(?<![-\d])\d+(?:[.,]\d+)?")
_OFFSET = r"((?::\d\d|T\d\d(?:\d\d){0,2})(?:\.\d+)?\s*)[+-]\d\d(?::?\d\d)?$"  # after a time
_BEFORE = r"^Reviewed in .* on (?=.*\d{4}$)"  # as Amazon has it
_DAY_AND_MONTH = r"^(\d\d?)[/-](\d\d?)[/-]\d"  # or month and day
_ORDINAL = r"\b(\d{1,2})(?:st|nd|rd|th)\b"
_TIME = r",?[ T]+\d?\d[:.]\d\d(?:[:.]\d\d(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?$"  # behind a day
_ZONE = r"\b(?!UTC|GMT)[A-Z]{3,4}(?= \d{4}$)"  # such as PDT, which pandas does not know


def dates(values: pd.Series, day_first: bool | None = None) -> pd.Series:
    """The writer's own day, whatever the zone; NaT where there is none.

    `day_first` decides where 03/04/2024 may be either; None is the usual order of each spelling.
    """
    if pd.api.types.is_datetime64_any_dtype(values):
        own: pd.Series = values.dt.tz_localize(None)
        return own
    texts = texts_of(values)
    parsed = _once_each(texts, _from_numbers)
    if parsed.notna().sum() < _MOSTLY * (texts != "").sum():
        date_format = _date_format(texts, day_first)
        parsed = _once_each(texts, lambda different: _parsed(different, date_format))
    without_zone: pd.Series = parsed.dt.tz_localize(None)
    return without_zone


def may_be_dates(values: pd.Series) -> pd.Series:
    """At a glance, for a file may have hundreds of columns of prose."""
    texts = texts_of(values)
    return (texts.str.len() <= _LONGEST_DATE) & texts.str.contains(r"\d")


def either_order(values: pd.Series) -> str | None:
    """The first cell that is another date with the day first than with the month first; None where
    some other cell tells which it is."""
    texts = texts_of(values)
    numbers = texts.str.extract(_DAY_AND_MONTH).dropna().astype("int64")
    differ = numbers[numbers[0] != numbers[1]]
    if differ.empty or (numbers > 12).to_numpy().any():
        return None
    read = texts[differ.index]
    read = read[dates(read).notna()]
    return None if read.empty else str(read.iloc[0])


def stars(values: pd.Series) -> pd.Series:
    """As numbers: of “4”, “4,5”, “4 of 5 stars” the first one, of “★★★★☆” the full stars."""
    return _once_each(texts_of(values), _stars)


def counted_stars(values: pd.Series) -> pd.Series:
    """Whether a cell says so itself: “4.0 out of 5 stars”, “4 of 5”."""
    return texts_of(values).str.fullmatch(r"\d(?:[.,]\d)? (?:out )?of \d+(?: stars?)?", case=False)


def _stars(texts: pd.Series) -> pd.Series:
    numbers = texts.str.extract(f"({_NUMBER.pattern})", expand=False).str.replace(",", ".")
    signs = texts.str.count("[★⭐]")
    return pd.to_numeric(numbers, errors="coerce").fillna(signs.where(signs > 0).astype("float64"))


def _once_each(texts: pd.Series, read: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Read each different text once: a long column has few."""
    place, different = pd.factorize(texts)
    found = read(pd.Series(different, dtype="str"))
    return pd.Series(found.array[place], index=texts.index)


def _date_format(texts: pd.Series, day_first: bool | None) -> str:
    """The format that reads most of them; the first of equals."""
    unwanted = {True: "%m", False: "%d", None: "none"}[day_first]
    formats = sorted(_DATE_FORMATS, key=lambda format_: format_.startswith(unwanted))
    sample = texts[texts != ""]
    sample = sample.iloc[:: max(1, len(sample) // SAMPLE_ROWS)]
    return max(formats, key=lambda format_: int(_parsed(sample, format_).notna().sum()))


def _parsed(texts: pd.Series, date_format: str) -> pd.Series:
    texts = texts.str.replace(_BEFORE, "", regex=True)
    if date_format != "ISO8601":
        texts = texts.str.replace(_TIME, "", regex=True)
    if "%b" in date_format.lower():  # the month by its name
        texts = texts.str.replace(_ORDINAL, r"\1", regex=True)
    texts = texts.str.replace(_OFFSET, r"\1+00:00", regex=True)  # the day stays the writer's
    if "%Z" in date_format:  # a few hours matter less than the day
        texts = texts.str.replace(_ZONE, "UTC", regex=True)
    return pd.to_datetime(texts, format=date_format, errors="coerce", utc=True)


def _from_numbers(texts: pd.Series) -> pd.Series:
    """Years, and seconds or milliseconds since 1970."""
    numbers = pd.to_numeric(texts, errors="coerce")
    years = numbers.where(numbers.between(1900, 2100)).map("{:.0f}".format, na_action="ignore")
    seconds = numbers.where(numbers.between(1e8, 1e10))
    milliseconds = numbers.where(numbers.between(1e11, 1e13)) / 1000
    moments = pd.to_datetime(seconds.fillna(milliseconds), unit="s", utc=True)
    return moments.fillna(pd.to_datetime(years, format="%Y", utc=True))


def texts_of(values: pd.Series) -> pd.Series:
    return values.astype("str").fillna("").str.strip()


def numeric_cells(values: pd.Series) -> pd.Series:
    return pd.to_numeric(texts_of(values).str.replace(",", "."), errors="coerce").notna()


def percentages(values: pd.Series) -> pd.Series:
    """Whether a cell is one: “85%”, “7,5 %”."""
    return texts_of(values).str.fullmatch(r"(?:100|\d?\d(?:[.,]\d+)?) ?%")


def is_numeric(values: pd.Series) -> bool:
    return mostly(numeric_cells(values) | percentages(values), values)


def is_fraction(values: pd.Series) -> bool:
    """Whether they are numbers from 0 to 1 with decimals, such as a confidence.

    None is above: many 1s and a few 4.5 are stars.
    """
    numbers = pd.to_numeric(texts_of(values).str.replace(",", "."), errors="coerce")
    decimals = bool((numbers % 1 > 0).any() and numbers.max() <= 1)
    return decimals and mostly(numbers.between(0, 1), values)


def mostly(holds: pd.Series, values: pd.Series) -> bool:
    filled = texts_of(values) != ""
    return bool(filled.any()) and float(holds[filled].mean()) >= _MOSTLY
