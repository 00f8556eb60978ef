"""The list of a person's jobs."""

import streamlit as st

from dashboard import connection
from dashboard.jobs.rows import Entry, State
from dashboard.views import job_choice
from dashboard.wording import count, escaped, moment

_STATES: dict[State, str] = {
    "running": "Under way",
    "paused": "Paused",
    "cancelled": "Stopped",
    "done": "Done",
}


def show() -> None:
    entries = connection.jobs().entries()
    if not entries:
        return
    st.header("Your files", anchor=False)
    names = job_choice.names(entries)
    for entry in entries:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(describe(entry), width="stretch")
            # The name is read out; style.css leaves it away for those who see it at the left.
            if st.button(f"Open **{escaped(names[entry.id])}**", key=f"open-{entry.id}"):
                st.query_params["job"] = entry.id
                st.rerun()


def describe(entry: Entry) -> str:
    rows = count(entry.n_rows, "row")
    far = rows if entry.state == "done" else f"{entry.n_done:,} of {rows}"
    parts = [_STATES[entry.state], far, escaped(entry.roles.text), moment(entry.created)]
    return f"**{escaped(entry.file_name)}**  \n{' · '.join(parts)}"
