"""Stars of which fewer are better: a hint where they seem to be, and how to say so."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.insight.star_order import against_verdicts
from dashboard.jobs.job import Job
from dashboard.jobs.journal_error import JournalError
from dashboard.wording import escaped


def show_hint(job: Job, frame: pd.DataFrame) -> None:
    """Where the stars run against the verdicts, with the way to turn their scale round."""
    order = against_verdicts(frame) if "stars" in frame else None
    if order is None:
        return
    numbers = f"{order.rho:.2f} (95% sure: {order.low:.2f} to {order.high:.2f})".replace("-", "−")
    other = "more" if job.roles.fewer_better else "fewer"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(
            f"The stars in “{escaped(str(job.roles.stars))}” run against the verdicts: their rank "
            f"correlation is {numbers}. Are {other} better?"
        )
        st.button("Turn the scale round", on_click=turn, args=(job,), key="turn-stars")


def show_choice(job: Job) -> None:
    key = f"fewer-better-{job.id}"
    st.session_state[key] = job.roles.fewer_better
    st.checkbox("Fewer stars are better, as with grades", key=key, on_change=turn, args=(job,))


def turn(job: Job) -> None:
    try:
        job.set_roles(replace(job.roles, fewer_better=not job.roles.fewer_better))
    except JournalError as error:
        st.error(escaped(str(error)))
