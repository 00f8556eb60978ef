"""A file of which no row has a verdict: what happened, and what to do instead."""

import streamlit as st

from dashboard import results
from dashboard.jobs.job import Job
from dashboard.wording import count, escaped

_SHOWN_REASONS = 3


def show(job: Job) -> None:
    progress = job.progress()
    if progress.done < progress.total:
        st.info("No row has a verdict yet.")
        return
    reasons = results.reasons(job.outcomes())[:_SHOWN_REASONS]
    why = "\n".join(f"- {count(n, 'row')}: {escaped(each)}" for each, n in reasons)
    st.warning(f"None of {count(progress.total, 'row')} could be scored:\n\n{why}\n\n{advice(job)}")
    st.page_link("views/batch.py", label="Upload it again")


def advice(job: Job) -> str:
    return (
        f"The reviews were looked for in the column “{escaped(job.roles.text)}”. If they stand in "
        "another one, upload the file again and choose that one under “The reviews”."
    )
