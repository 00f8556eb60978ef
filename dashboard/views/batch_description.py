"""What was understood of a file, in sentences."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pandas as pd

from dashboard.jobs.outcome import outcome_without_asking
from dashboard.reading import cells
from dashboard.reading.any_file import Format
from dashboard.reading.delimited import DELIMITERS, FileFormat
from dashboard.reading.roles import Roles, other_prose
from dashboard.reading.star_scale import no_answers, read_stars
from dashboard.reading.text_encoding import ENCODINGS
from dashboard.reading.workbook import WorkbookFormat
from dashboard.wording import count, day, escaped
from model.contract.limits import MAX_CHARACTERS

_NAMED = 3  # columns, not a survey's forty


def of_file(name: str, table: pd.DataFrame, file_format: Format) -> str:
    parts = [f"**{escaped(name)}**", count(len(table), "row"), count(len(table.columns), "column")]
    if isinstance(file_format, FileFormat):
        parts.append(ENCODINGS.get(file_format.encoding, file_format.encoding))
        if len(table.columns) > 1:
            parts.append(f"separated by {DELIMITERS[file_format.delimiter].split('  ')[0].lower()}")
    if isinstance(file_format, WorkbookFormat):
        parts.append(f"sheet “{escaped(file_format.sheet)}”")
    if file_format and file_format.rows_above:
        parts.append(f"{count(file_format.rows_above, 'row')} left out at the top")
    if file_format:
        parts.append("first row: names" if file_format.has_header else "no row of names")
    return " · ".join(parts)


def of_rows(texts: pd.Series) -> str:
    """What is not scored, or only once, and why."""
    outcomes = [outcome_without_asking(text) for text in texts.tolist()]
    refused = Counter(outcome.status for outcome in outcomes if outcome)
    kept = texts[[outcome is None for outcome in outcomes]]
    counts = {
        "empty": refused["empty"],
        "without an answer, such as “n/a”": refused["no words"],
        f"too long (over {MAX_CHARACTERS:,} characters)": refused["too long"],
        "repeated, scored once": len(kept) - kept.nunique(),
    }
    parts = [f"{n:,} {what}" for what, n in counts.items() if n]
    if kept.empty:
        return "There is no review in this column."
    length = count(round(kept.str.len().median()), "character")
    usual = f"Half of the reviews have {length} or more."
    return f"{'; '.join(parts).capitalize()}. {usual}" if parts else usual


def of_other_texts(table: pd.DataFrame, roles: Roles) -> str:
    """What is left out, and how to have it too."""
    names = [f"“{escaped(name)}”" for name in other_prose(table, roles)[:_NAMED]]
    if not names:
        return ""
    verb = "hold" if len(names) > 1 else "holds"
    return (
        f"{' and '.join(names)} {verb} text too, but one column is read at a time. Choose another "
        "above, or upload the file again for it. Chosen as “Headline or first half”, it is read "
        "first, and both count as one review."
    )


def of_dates_and_stars(table: pd.DataFrame, roles: Roles) -> str:
    """What they were read as: the pages that follow leave out what could not be."""
    said = []
    if roles.date:
        days = cells.dates(table[roles.date], roles.day_first)
        said.append(_read_as("Dates", days, day))
    if roles.stars:
        said.append(_read_as("Stars", read_stars(table[roles.stars])[0], "{:g}".format))
        said += [f"{code:g} counts as no answer." for code in _codes(table[roles.stars])]
    return " ".join(said)


def _codes(column: pd.Series) -> list[float]:
    return sorted(no_answers(cells.stars(column)))


def _read_as(what: str, values: pd.Series, shown: Callable[[Any], str]) -> str:
    n = int(values.notna().sum())
    if not n:
        return f"**{what}: none of {count(len(values), 'row')} could be read.**"
    first, last = shown(values.min()), shown(values.max())
    unread = f", {count(len(values) - n, 'row')} without" if n < len(values) else ""
    return f"{what}: {first} to {last}{unread}."
