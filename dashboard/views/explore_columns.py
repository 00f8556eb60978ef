"""Which columns Explore compares by, and Evaluate: they can be chosen anew, and nothing is scored
again."""

from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.jobs.job import Job
from dashboard.jobs.journal_error import JournalError
from dashboard.views import star_order
from dashboard.wording import escaped

_NONE = "none"
_ROLES = {
    "group": "Column of groups",
    "date": "Column of dates",
    "stars": "Column of stars",
    "label": "Column of labels",
}
_FILTERED = {"group": "group", "date": "period", "stars": "rating"}  # the column of its filter


def show(job: Job) -> None:
    used = (_NONE, job.roles.text, job.roles.headline)
    columns = [name for name in job.table.columns if name not in used]
    if not columns:
        return
    st.caption("What is compared by; another choice scores nothing again.")
    with st.container(horizontal=True):
        for role, label in _ROLES.items():
            st.selectbox(
                label,
                [_NONE, *columns],
                index=_place(getattr(job.roles, role), columns),
                key=_key(job, role),
                on_change=_choose,
                args=(job, role),
                width=160,
            )
    if job.roles.stars:
        star_order.show_choice(job)


def _place(column: str | None, columns: list[str]) -> int:
    return 1 + columns.index(column) if column in columns else 0


def _key(job: Job, role: str) -> str:
    return f"column-{role}-{job.id}"


def _choose(job: Job, role: str) -> None:
    chosen = st.session_state[_key(job, role)]
    anew: dict[str, Any] = {role: None if chosen == _NONE else chosen}
    if role == "stars":
        anew["fewer_better"] = False  # what was said of another column
    try:
        job.set_roles(replace(job.roles, **anew))
    except JournalError as error:
        st.error(escaped(str(error)))
        return
    if role in _FILTERED:
        st.session_state[_FILTERED[role]] = []  # its values are gone
