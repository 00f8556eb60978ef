"""Which scored file a page is about: the one in the address, or the last one that was looked at on
any page, or else the newest."""

from collections import Counter
from collections.abc import Callable

import streamlit as st

from dashboard import connection
from dashboard.jobs.job import Job
from dashboard.jobs.journal_error import JournalError
from dashboard.jobs.rows import Entry, Source
from dashboard.reading.delimited import read_table
from dashboard.reading.format_guess import guess_format
from dashboard.reading.roles import guess_roles
from dashboard.settings import InvalidSettings
from dashboard.views.batch_upload import SAMPLE
from dashboard.wording import count, escaped, moment

_LAST = "last-job"


def show_page(title: str, lessons: str, show: Callable[[Job], None]) -> None:
    """A page about one file, with a box to choose another; without any, what it would show."""
    header = connection.Header(title)
    _show_chosen(lessons, show)
    header.show_who_answers()  # last: a file that is scored does not have to wait for the model


def _show_chosen(lessons: str, show: Callable[[Job], None]) -> None:
    try:
        entries = connection.jobs().entries()
        if not entries:
            _teach(lessons)
        elif job := _open(entries):
            show(job)
    except (InvalidSettings, JournalError) as error:
        st.error(escaped(str(error)))


def _open(entries: list[Entry]) -> Job | None:
    ids = [entry.id for entry in entries]
    named = names(entries)
    in_address = st.query_params.get("job")
    wanted = in_address or st.session_state.get(_LAST)
    if in_address and in_address not in ids:
        st.warning("The file at this address is gone. Here is the newest that is left.")
    chosen = st.selectbox(
        "File",
        ids,
        index=ids.index(wanted) if wanted in ids else 0,
        format_func=lambda job_id: named[job_id],
        label_visibility="collapsed",
        width=420,
    )
    if chosen != in_address:
        st.query_params["job"] = chosen
    remember(chosen)
    job = connection.jobs().find(chosen)
    if job and job.progress().done < job.progress().total:
        _say_how_far(job)
    return job


def names(entries: list[Entry]) -> dict[str, str]:
    """Of each job; of those with the same file name also what was read, and when."""
    often = Counter(entry.file_name for entry in entries)
    return {
        entry.id: f"{entry.file_name} · {count(entry.n_rows, 'row')}"
        + (f" · {entry.roles.text} · {moment(entry.created)}" if often[entry.file_name] > 1 else "")
        for entry in entries
    }


def remember(job_id: str) -> None:
    """The pages of the menu go on with this file."""
    st.session_state[_LAST] = job_id


@st.fragment(run_every=2)
def _say_how_far(job: Job) -> None:
    """The page itself stays as it is while someone reads it; it is drawn anew at the end."""
    progress = job.progress()
    if progress.done == progress.total:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(
            f"{progress.done:,} of {count(progress.total, 'row')} are scored so far; "
            "this page shows those it found when it was opened."
        )
        if st.button("Show the newest"):
            st.rerun()


def _teach(lessons: str) -> None:
    with st.container(border=True):
        st.markdown(lessons)
        with st.container(horizontal=True):
            st.page_link("views/batch.py", label="Score a file of yours")
            if st.button("Use the sample file", type="primary"):
                _start_sample()


def _start_sample() -> None:
    data = SAMPLE.read_bytes()
    table = read_table(data, guess_format(data))
    job = connection.jobs().start(table, guess_roles(table), Source.of(SAMPLE.name, data))
    st.query_params["job"] = job.id
    st.rerun()
