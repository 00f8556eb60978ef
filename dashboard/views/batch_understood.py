"""Second step: what was understood of the file, and every guess open to correction."""

from dataclasses import dataclass, replace
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from dashboard.jobs.texts import as_text, review_texts
from dashboard.reading import cells
from dashboard.reading.any_file import Format, doubt, guess_any_format, read_any_table
from dashboard.reading.delimited import DELIMITERS, FileFormat
from dashboard.reading.format_guess import guess_format
from dashboard.reading.roles import Roles, guess_roles
from dashboard.reading.text_encoding import ENCODINGS
from dashboard.reading.workbook import WorkbookFormat, guess_workbook_format
from dashboard.views import batch_description
from dashboard.views.batch_upload import Upload
from dashboard.wording import day, escaped

PREVIEW_ROWS = 6
_PREVIEW_CHARACTERS = 200
_NONE = "none"
_ROLES = {
    "text": "The reviews",
    "headline": "Headline or first half",
    "date": "Dates",
    "group": "Groups",
    "stars": "Stars",
    "label": "Labels",
}


Chosen = TypeVar("Chosen", FileFormat, WorkbookFormat)


@dataclass(frozen=True)
class Understood:
    table: pd.DataFrame
    roles: Roles
    file_format: Format


# What these return is shared between reruns, not copied: nobody may change it.
@st.cache_resource(ttl="1h", max_entries=8, show_spinner="Reading the file…")
def understand(name: str, data: bytes) -> Format:
    return guess_any_format(name, data)


@st.cache_resource(ttl="1h", max_entries=8, show_spinner="Reading the file…")
def understand_text(data: bytes, encoding: str, delimiter: str) -> FileFormat:
    return guess_format(data, encoding, delimiter)


@st.cache_resource(ttl="1h", max_entries=4, show_spinner="Reading the file…")
def read(data: bytes, file_format: Format) -> tuple[pd.DataFrame, Roles, str]:
    """The table, what its columns are for, and what should be looked at."""
    table = read_any_table(data, file_format)
    return table, guess_roles(table), doubt(data, file_format)


def show(upload: Upload) -> Understood:
    guess = understand(upload.name, upload.data)
    st.header("What was understood", anchor=False)
    above = st.container()
    file_format = choose_format(upload, guess) if guess else None
    table, guessed, doubtful = read(upload.data, file_format)
    with above:
        st.markdown(batch_description.of_file(upload.name, table, file_format))
        if doubtful:
            st.warning(doubtful)
        roles = choose_roles(table, guessed, upload)
        st.markdown(batch_description.of_rows(review_texts(table, roles)))
        if others := batch_description.of_other_texts(table, roles):
            st.markdown(others)
        if read_as := batch_description.of_dates_and_stars(table, roles):
            st.markdown(read_as)
        show_preview(table, roles)
    return Understood(table, roles, file_format)


def choose_format(upload: Upload, guess: Format) -> Format:
    with st.expander("Something looks wrong? Change how the file is read."):
        if isinstance(guess, WorkbookFormat):
            return choose_sheet(upload, guess)
        return choose_text_format(upload, guess) if guess else None


def choose_sheet(upload: Upload, guess: WorkbookFormat) -> WorkbookFormat:
    sheets = list(guess.sheets)
    sheet = st.selectbox(
        "Sheet", sheets, index=sheets.index(guess.sheet), key=f"sheet-{upload.key}"
    )
    chosen = guess if sheet == guess.sheet else guess_workbook_format(upload.data, sheet)
    return choose_top(f"{upload.key}-{sheet}", chosen)


def choose_text_format(upload: Upload, guess: FileFormat) -> FileFormat:
    encodings = list(dict.fromkeys([guess.encoding, *ENCODINGS]))
    left, right = st.columns(2)
    encoding = left.selectbox(
        "Text encoding",
        encodings,
        format_func=lambda name: ENCODINGS.get(name, name),
        key=f"encoding-{upload.key}",
    )
    delimiter = right.selectbox(
        "Column separator",
        list(DELIMITERS),
        index=list(DELIMITERS).index(guess.delimiter),
        format_func=DELIMITERS.__getitem__,
        key=f"delimiter-{upload.key}",
    )
    same = (encoding, delimiter) == (guess.encoding, guess.delimiter)
    chosen = guess if same else understand_text(upload.data, encoding, delimiter)
    return choose_top(f"{upload.key}-{delimiter}", chosen)


def choose_top(key: str, guess: Chosen) -> Chosen:
    left, right = st.columns(2, vertical_alignment="bottom")
    above = left.number_input(
        "Rows to leave out at the top, such as a title (blank ones do not count)",
        min_value=0,
        value=guess.rows_above,
        key=f"above-{key}",
    )
    has_header = right.toggle(
        "The first row then holds the names of the columns",
        guess.has_header or above != guess.rows_above,
        key=f"header-{key}-{above}",
    )
    return replace(guess, rows_above=above, has_header=has_header)


def choose_roles(table: pd.DataFrame, guess: Roles, upload: Upload) -> Roles:
    """Another header or separator makes other columns, and so other choices."""
    columns = list(table.columns)
    key = f"{upload.key}-{hash(tuple(columns))}"
    chosen: dict[str, Any] = {}
    with st.container(horizontal=True):
        for role, label in _ROLES.items():
            options = columns if role == "text" else [_NONE, *(c for c in columns if c != _NONE)]
            guessed = getattr(guess, role)
            choice = st.selectbox(
                label,
                options,
                index=options.index(guessed) if guessed else 0,
                key=f"{role}-{key}",
                width=160,
            )
            chosen[role] = None if role != "text" and choice == _NONE else choice
        roles = Roles(**chosen)
        return replace(roles, day_first=choose_order(table, roles.date, key))


def choose_order(table: pd.DataFrame, dates: str | None, key: str) -> bool | None:
    """Whether the day comes first, where the file does not tell; the browser's country may."""
    cell = cells.either_order(table[dates]) if dates else None
    if cell is None:
        return None
    read_as = {order: day(cells.dates(pd.Series([cell]), order)[0]) for order in (False, True)}
    abroad = st.context.locale not in (None, "en", "en-US")
    return st.selectbox(
        f"“{escaped(cell)}” is",
        list(read_as),
        index=list(read_as).index(abroad),
        format_func=read_as.__getitem__,
        key=f"order-{dates}-{key}",
        width=160,
    )


def show_preview(table: pd.DataFrame, roles: Roles) -> None:
    used = (roles.headline, roles.text, roles.date, roles.group, roles.stars, roles.label)
    first = list(dict.fromkeys(name for name in used if name))
    preview = table.head(PREVIEW_ROWS)[[*first, *(c for c in table.columns if c not in first)]]
    st.dataframe(
        preview.apply(lambda column: as_text(column).str.slice(0, _PREVIEW_CHARACTERS)),
        hide_index=True,
        column_config={roles.text: st.column_config.TextColumn(width=420)},
        alt=f"The first {len(preview)} rows of the file.",
    )
