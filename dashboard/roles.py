"""What each column of a file is for, guessed by its name and by what stands in it.

Dates and stars come in many spellings; `dates()` and `stars()` read them for everyone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

_SAMPLE_ROWS = 200
_MOST = 0.9  # of the cells that are not blank
_MAX_GROUPS = 50
_ROWS_OF_GROUP = 3  # on average, or it is no group

# fmt: off
REVIEW_NAMES = frozenset({
    "review", "reviews", "text", "comment", "comments", "feedback", "content", "body", "message",
    "opinion", "tweet", "verbatim", "kommentar", "bewertung", "avis", "commentaire", "texto",
    "comentario", "opinión", "reseña", "recensione", "testo",
})
_DATE_NAMES = frozenset({
    "date", "time", "timestamp", "created", "posted", "submitted", "when", "day", "month", "year",
    "datum", "fecha", "data", "at",
})
_STAR_NAMES = frozenset({
    "rating", "ratings", "stars", "star", "score", "overall", "rate", "sterne", "note", "estrellas",
    "puntuación", "calificación", "bewertung", "voto",
})
_LABEL_NAMES = frozenset({
    "label", "labels", "sentiment", "target", "class", "polarity", "recommended", "truth", "gold",
})
_GROUP_NAMES = frozenset({
    "product", "category", "brand", "department", "division", "class", "hotel", "restaurant",
    "store", "shop", "branch", "country", "city", "region", "state", "location", "airline",
    "channel", "source", "segment", "type", "genre", "language", "version", "platform", "gender",
    "group", "topic", "produkt", "kategorie", "land", "stadt", "filiale",
})
# Words that a short review without a header over it hardly consists of.
OTHER_NAMES = frozenset({
    "id", "title", "subject", "date", "rating", "ratings", "score", "stars", "label", "sentiment",
    "author", "user", "username", "name", "product", "category", "summary", "url", "titel",
    "datum", "titre", "fecha",
})
_LABEL_WORDS = frozenset({"positive", "negative", "neutral", "pos", "neg", "positiv", "negativ"})
_LABEL_NUMBERS = ({"0", "1"}, {"-1", "0", "1"}, {"0", "4"}, {"1", "2"}, {"true", "false"})
_DATE_FORMATS = (
    "ISO8601", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%m/%d/%y",
    "%d/%m/%y", "%d.%m.%y", "%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%m %d, %Y",
    "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M", "%d.%m.%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%B %Y", "%b %Y",
    "%a %b %d %H:%M:%S %Z %Y", "%a, %d %b %Y %H:%M:%S %z",
)
# fmt: on
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_NAMELESS = re.compile(r"column \d+")


@dataclass(frozen=True)
class Roles:
    """Which column is what; only the reviews themselves have to be there."""

    text: str
    date: str | None = None
    group: str | None = None
    stars: str | None = None
    label: str | None = None


def guess_roles(table: pd.DataFrame) -> Roles:
    """A guess for every role; a column has one role at most."""
    sample = table.iloc[:: max(1, len(table) // _SAMPLE_ROWS)]
    taken = [text := guess_text_column(sample)]
    found: dict[str, str | None] = {}
    for role, guess in (("date", _date), ("label", _label), ("stars", _stars)):
        columns = [name for name in table.columns if name not in taken]
        found[role] = next(iter(guess(sample, columns)), None)
        taken += [name for name in (found[role],) if name]
    columns = [name for name in table.columns if name not in taken]
    found["group"] = next(iter(_group(table, columns)), None)
    return Roles(text, **found)


def guess_text_column(table: pd.DataFrame) -> str:
    """The column with the longest prose; a column that calls itself a review wins over others."""
    sample = {name: _texts(table[name].head(_SAMPLE_ROWS)) for name in table.columns}
    words = {name: column.str.count(r"\S\s+\S").mean() for name, column in sample.items()}
    prose = [name for name in table.columns if words[name] >= 1] or list(table.columns)
    named = _named(prose, REVIEW_NAMES)
    return max(named or prose, key=lambda name: float(sample[name].str.len().mean()))


def dates(values: pd.Series) -> pd.Series:
    """As points in time without a zone; NaT where there is none."""
    if pd.api.types.is_datetime64_any_dtype(values):
        parsed = pd.to_datetime(values, utc=True, errors="coerce")
    else:
        texts = _texts(values)
        parsed = _from_numbers(texts)
        if parsed.notna().sum() < _MOST * (texts != "").sum():
            parsed = _parsed(texts, _date_format(texts))
    return parsed.dt.tz_localize(None)


def stars(values: pd.Series) -> pd.Series:
    """As numbers: of “4”, “4,5”, “4 of 5 stars” the first one, of “★★★★☆” the full stars."""
    texts = _texts(values)
    numbers = texts.str.extract(f"({_NUMBER.pattern})", expand=False).str.replace(",", ".")
    signs = texts.str.count("[★⭐]")
    return pd.to_numeric(numbers, errors="coerce").fillna(signs.where(signs > 0).astype("float64"))


def name_parts(name: str) -> set[str]:
    """“Review_Text” -> {"review", "text"}; a sentence is no name."""
    parts = re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower())
    return set(parts) if len(parts) <= 3 and not re.search(r"[.!?]", name) else set()


def _named(columns: Iterable[str], names: frozenset[str]) -> list[str]:
    return [column for column in columns if name_parts(column) & names]


def _named_first(columns: Iterable[str], names: frozenset[str]) -> list[str]:
    columns = list(columns)
    named = _named(columns, names)
    return [*named, *(column for column in columns if column not in named)]


def _texts(values: pd.Series) -> pd.Series:
    return values.astype("str").fillna("").str.strip()


def _date(sample: pd.DataFrame, columns: list[str]) -> Sequence[str]:
    """Plain numbers are dates only where the name says so."""
    named = set(_named(columns, _DATE_NAMES))
    return [
        name
        for name in _named_first(columns, _DATE_NAMES)
        if (name in named or not _is_numeric(sample[name]))
        and _mostly(dates(sample[name]).notna(), sample[name])
    ]


def _date_format(texts: pd.Series) -> str:
    """The format that reads most of them; the first of equals."""
    sample = texts[texts != ""]
    sample = sample.iloc[:: max(1, len(sample) // _SAMPLE_ROWS)]
    return max(_DATE_FORMATS, key=lambda format_: int(_parsed(sample, format_).notna().sum()))


def _parsed(texts: pd.Series, date_format: str) -> pd.Series:
    return pd.to_datetime(texts, format=date_format, errors="coerce", utc=True)


def _from_numbers(texts: pd.Series) -> pd.Series:
    """Years, and seconds or milliseconds since 1970."""
    numbers = pd.to_numeric(texts, errors="coerce")
    years = numbers.where(numbers.between(1900, 2100)).map("{:.0f}".format, na_action="ignore")
    seconds = numbers.where(numbers.between(1e8, 1e10))
    milliseconds = numbers.where(numbers.between(1e11, 1e13)) / 1000
    moments = pd.to_datetime(seconds.fillna(milliseconds), unit="s", utc=True)
    return moments.fillna(pd.to_datetime(years, format="%Y", utc=True))


def _label(sample: pd.DataFrame, columns: list[str]) -> Sequence[str]:
    """Numbers are labels only where the name says so, or where there are no names."""
    named = set(_named(columns, _LABEL_NAMES))
    found = []
    for name in _named_first(columns, _LABEL_NAMES):
        values = set(_texts(sample[name]).str.lower().str.replace(r"\.0$", "", regex=True)) - {""}
        trusted = name in named or bool(_NAMELESS.fullmatch(name))
        if values and (
            values <= _LABEL_WORDS or (trusted and any(values <= set_ for set_ in _LABEL_NUMBERS))
        ):
            found.append(name)
    return found


def _stars(sample: pd.DataFrame, columns: list[str]) -> Sequence[str]:
    """Named so, up to 10; else whole numbers from 1 to 5, at least three of them."""
    named = set(_named(columns, _STAR_NAMES))
    found = []
    for name in _named_first(columns, _STAR_NAMES):
        numbers = stars(sample[name])
        whole = numbers.isin([1, 2, 3, 4, 5]) & _numeric(sample[name])
        fits = numbers.between(0, 10) if name in named else whole
        enough = name in named or numbers.nunique() >= 3
        if enough and _mostly(fits, sample[name]):
            found.append(name)
    return found


def _group(table: pd.DataFrame, columns: list[str]) -> Sequence[str]:
    """Few values that come again and again; numbers only where the name says so."""
    named = set(_named(columns, _GROUP_NAMES))
    return [
        name
        for name in _named_first(columns, _GROUP_NAMES)
        if 2 <= table[name].nunique() <= min(_MAX_GROUPS, len(table) / _ROWS_OF_GROUP)
        and (name in named or not _is_numeric(table[name]))
    ]


def _numeric(values: pd.Series) -> pd.Series:
    return pd.to_numeric(_texts(values).str.replace(",", "."), errors="coerce").notna()


def _is_numeric(values: pd.Series) -> bool:
    return _mostly(_numeric(values), values)


def _mostly(holds: pd.Series, values: pd.Series) -> bool:
    filled = _texts(values) != ""
    return bool(filled.any()) and float(holds[filled].mean()) >= _MOST
