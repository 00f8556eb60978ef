"""Before a job: upload, what was understood of the file, and the start."""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard import connection
from dashboard.format_guess import guess_format
from dashboard.jobs.job import Source
from dashboard.jobs.outcome import outcome_without_asking
from dashboard.review_file import DELIMITERS, FileFormat, read_table
from dashboard.roles import Roles, guess_roles
from dashboard.text_encoding import ENCODINGS, UnreadableFile
from dashboard.wording import count, escaped

SAMPLE = Path(__file__).parent.parent / "samples" / "reviews.csv"
PREVIEW_ROWS = 8
_PREVIEW_CHARACTERS = 200


@dataclass(frozen=True)
class Upload:
    """A file as it came; `key` tells the widgets of one file from those of the next."""

    name: str
    data: bytes
    key: str


def show(can_start: bool) -> None:
    st.markdown(
        "Score a file of reviews: CSV, TSV or plain text, one review in each row. "
        "Every row comes back, in order, with its verdict or the reason why there is none."
    )
    upload = choose_file()
    if upload:
        try:
            show_upload(upload, can_start)
        except UnreadableFile as error:
            st.error(escaped(str(error)))
    show_earlier_jobs()


def choose_file() -> Upload | None:
    uploaded = st.file_uploader("CSV, TSV or TXT file", key="upload")
    if uploaded:
        return Upload(uploaded.name, uploaded.getvalue(), uploaded.file_id)
    if st.session_state["upload"]:  # the browser still names a file that a restart has removed
        st.warning("The uploaded file is gone: the dashboard was restarted. Upload it again.")
    if not st.session_state.get("sample"):
        st.button("Try the sample file", on_click=lambda: st.session_state.update(sample=True))
        return None
    return Upload(SAMPLE.name, SAMPLE.read_bytes(), "sample")


# What these return is shared between reruns, not copied: nobody may change it.
@st.cache_resource(ttl="1h", max_entries=8, show_spinner="Reading the file…")
def understand(data: bytes, encoding: str | None, delimiter: str | None) -> FileFormat:
    return guess_format(data, encoding, delimiter)


@st.cache_resource(ttl="1h", max_entries=4, show_spinner="Reading the file…")
def read(data: bytes, file_format: FileFormat) -> pd.DataFrame:
    return read_table(data, file_format)


def show_upload(upload: Upload, can_start: bool) -> None:
    guess = understand(upload.data, None, None)
    understood = st.container()
    with st.expander("Something looks wrong? Change how the file is read."):
        file_format = choose_format(upload, guess)
    table = read(upload.data, file_format)
    with understood:
        text_column = choose_text_column(table, upload)
        st.markdown(describe(upload.name, table[text_column]))
        show_preview(table, text_column)
        label = f"Score {count(len(table), 'review')}"
        if st.button(label, type="primary", disabled=not can_start):
            start(table, replace(guess_roles(table), text=text_column), upload)


def choose_format(upload: Upload, guess: FileFormat) -> FileFormat:
    encodings = list(dict.fromkeys([guess.encoding, *ENCODINGS]))
    left, right = st.columns(2)
    encoding = left.selectbox(
        "Letters (encoding)",
        encodings,
        format_func=lambda name: ENCODINGS.get(name, name),
        key=f"encoding-{upload.key}",
    )
    delimiter = right.selectbox(
        "Separator of the columns",
        list(DELIMITERS),
        index=list(DELIMITERS).index(guess.delimiter),
        format_func=DELIMITERS.__getitem__,
        key=f"delimiter-{upload.key}",
    )
    chosen = understand(upload.data, encoding, delimiter)
    has_header = st.toggle(
        "The first row holds the names of the columns",
        value=guess.has_header,
        key=f"header-{upload.key}",
    )
    return replace(chosen, has_header=has_header)


def choose_text_column(table: pd.DataFrame, upload: Upload) -> str:
    columns = list(table.columns)
    return st.selectbox(
        "The reviews are in the column",
        columns,
        index=columns.index(guess_roles(table).text),
        # Another header or separator makes other columns, and so another choice.
        key=f"text-{upload.key}-{hash(tuple(columns))}",
    )


def show_preview(table: pd.DataFrame, text_column: str) -> None:
    first = [text_column, *(name for name in table.columns if name != text_column)]
    preview = table.head(PREVIEW_ROWS)[first]
    st.dataframe(
        preview.apply(lambda column: column.str.slice(0, _PREVIEW_CHARACTERS)),
        hide_index=True,
        alt=f"The first {len(preview)} rows of the file.",
    )


def describe(name: str, texts: pd.Series) -> str:
    refused = texts.map(outcome_without_asking).dropna().map(lambda outcome: outcome.status)
    empty, too_long = (int((refused == status).sum()) for status in ("empty", "too long"))
    repeated = len(texts) - texts.nunique()
    parts = [f"**{escaped(name)}**", count(len(texts), "row")]
    parts += [f"{empty:,} empty"] * bool(empty)
    parts += [f"{too_long:,} too long"] * bool(too_long)
    parts += [f"{repeated:,} repeated"] * bool(repeated)
    return " · ".join(parts)


def start(table: pd.DataFrame, roles: Roles, upload: Upload) -> None:
    job = connection.jobs().start(table, roles, Source.of(upload.name, upload.data))
    st.query_params["job"] = job.id
    st.rerun()


def show_earlier_jobs() -> None:
    entries = connection.jobs().entries()
    if not entries:
        return
    st.header("Your files", anchor=False)
    for entry in entries:
        label = f"{escaped(entry.file_name)}: {count(entry.n_rows, 'row')}, {entry.state}"
        if st.button(label, key=f"open-{entry.id}"):
            st.query_params["job"] = entry.id
            st.rerun()
