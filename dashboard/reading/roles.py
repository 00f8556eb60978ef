"""What each column of a file is for, guessed by its name and by what stands in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.reading.cells import (
    SAMPLE_ROWS,
    counted_stars,
    dates,
    is_fraction,
    is_numeric,
    may_be_dates,
    mostly,
    numeric_cells,
    percentages,
    stars,
    texts_of,
)
from dashboard.reading.prose import guess_text_column, halves, is_headline, is_review
from dashboard.reading.role_names import (
    AVERAGE_NAMES,
    CLASSES,
    DATE_NAMES,
    GROUP_NAMES,
    HEADLINE_NAMES,
    LABEL_NAMES,
    LABEL_NUMBERS,
    LABEL_WORDS,
    OUR_COLUMNS,
    OUR_MARK,
    REPLY_NAMES,
    STAR_NAMES,
    TWO_SCORES,
    columns_named,
    columns_named_first,
    name_parts,
)
from dashboard.reading.star_scale import no_answers

_MAX_GROUPS = 50
_ROWS_OF_GROUP = 3  # on average, or it is no group

# Questions of surveys: “How likely are you to recommend us?”, “Staff (1-5)”.
_ASKED = re.compile(r"\bnps\b|\brecommend|\b[01] ?(?:-|–|to) ?(?:5|7|10)\b", re.IGNORECASE)
_NAMELESS = re.compile(r"column \d+")


@dataclass(frozen=True)
class Roles:
    """Which column is what; only the reviews themselves have to be there."""

    text: str
    date: str | None = None
    group: str | None = None
    stars: str | None = None
    label: str | None = None
    headline: str | None = None  # is read before the review, or the first half of it
    day_first: bool | None = None  # of dates that may be either; None is as most write them
    fewer_better: bool = False  # stars that are grades: 1 is the best


def guess_roles(table: pd.DataFrame) -> Roles:
    """A guess for every role; a column has one role at most, and what we wrote ourselves none."""
    table = _without_ours(table)
    sample = table.iloc[:: max(1, len(table) // SAMPLE_ROWS)]
    read = halves(sample, guess_text_column(sample))
    taken, text = list(read), read[-1]
    found: dict[str, Any] = {}
    guesses = (("date", _date), ("label", _label), ("stars", _stars), ("headline", _headline))
    for role, guess in guesses:
        columns = [name for name in table.columns if name not in taken]
        found[role] = next(iter(guess(sample, columns, text)), None)
        taken += [name for name in (found[role],) if name]
    columns = [name for name in table.columns if name not in taken]
    found["group"] = next(iter(_group(table, columns)), None)
    return Roles(text, **found | ({"headline": read[0]} if len(read) > 1 else {}))


def _without_ours(table: pd.DataFrame) -> pd.DataFrame:
    """A file that was scored and taken home has our verdicts, which are no truth to compare to."""
    others = [name for name in table.columns if re.sub(r" \(\d+\)$", "", name) not in OUR_COLUMNS]
    return table[others] if OUR_MARK in table.columns and others else table


def other_prose(table: pd.DataFrame, roles: Roles) -> list[str]:
    """Columns of prose that are not read, such as “disliked” beside “liked”."""
    sample = table.iloc[:: max(1, len(table) // SAMPLE_ROWS)]
    used = {roles.text, roles.headline, roles.date, roles.group, roles.label}
    others = [name for name in sample.columns if name not in used]
    others = [name for name in others if not name_parts(name) & REPLY_NAMES]
    return [name for name in others if is_review(sample[name])]


def _date(sample: pd.DataFrame, columns: list[str], text: str) -> Sequence[str]:
    """Plain numbers are dates only where the name says so."""
    named = set(columns_named(columns, DATE_NAMES))
    return [
        name
        for name in columns_named_first(columns, DATE_NAMES, text)
        if (name in named or not is_numeric(sample[name]))
        and mostly(may_be_dates(sample[name]), sample[name])
        and mostly(dates(sample[name]).notna(), sample[name])
    ]


def _label(sample: pd.DataFrame, columns: list[str], text: str) -> Sequence[str]:
    """Numbers are labels only where the name says so, or where there are no names.

    A score of two values is a label too.
    """
    named = set(columns_named(columns, LABEL_NAMES))
    scores = set(columns_named(columns, STAR_NAMES))
    found = []
    for name in columns_named_first(columns, LABEL_NAMES, text):
        values = set(texts_of(sample[name]).str.lower().str.replace(r"\.0$", "", regex=True)) - {""}
        trusted = name in named or bool(_NAMELESS.fullmatch(name))
        if values and (
            values <= LABEL_WORDS
            or (trusted and any(values <= set_ for set_ in LABEL_NUMBERS))
            or (name in named and values <= CLASSES and "0" in values)
            or (name in scores and values in TWO_SCORES)
        ):
            found.append(name)
    return found


def _stars(sample: pd.DataFrame, columns: list[str], text: str) -> Sequence[str]:
    """Named so, up to 10 and no fractions, or in per cent; else whole numbers from 1 to 5, at
    least three. An average comes last: it is of many reviewers."""
    named = {*columns_named(columns, STAR_NAMES), *filter(_ASKED.search, columns)}
    found = []
    in_order = columns_named_first(columns, STAR_NAMES, text)
    for name in sorted(in_order, key=lambda name: bool(name_parts(name) & AVERAGE_NAMES)):
        numbers = stars(sample[name])
        bare = numeric_cells(sample[name]) | counted_stars(sample[name])
        whole = numbers.isin([1, 2, 3, 4, 5]) & bare
        fits = numbers.between(0, 10) | percentages(sample[name]) if name in named else whole
        fits |= numbers.isin(no_answers(numbers) - {0})  # with it, votes of 0 to 5 would be stars
        enough = name in named or numbers.nunique() >= 3
        if enough and mostly(fits, sample[name]) and not is_fraction(sample[name]):
            found.append(name)
    return found


def _headline(sample: pd.DataFrame, columns: list[str], text: str) -> Sequence[str]:
    """Named so, and mostly different ones: a title that comes again and again is a product's."""
    named = columns_named(columns_named_first(columns, HEADLINE_NAMES, text), HEADLINE_NAMES)
    return [name for name in named if is_headline(texts_of(sample[name]))]


def _group(table: pd.DataFrame, columns: list[str]) -> Sequence[str]:
    """Few values that come again and again; numbers only where the name says so."""
    named = set(columns_named(columns, GROUP_NAMES))
    return [
        name
        for name in columns_named_first(columns, GROUP_NAMES)
        if 2 <= table[name].nunique(dropna=False) <= min(_MAX_GROUPS, len(table) / _ROWS_OF_GROUP)
        and (not is_fraction(table[name]) if name in named else not is_numeric(table[name]))
    ]
