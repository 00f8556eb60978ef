"""A job: how far it is, what can be done with it, and what it has found."""

from functools import partial
from pathlib import PurePath

import streamlit as st

from dashboard import connection, results
from dashboard.downloads.export import EXPORTS, Export
from dashboard.jobs.job import Job, Progress
from dashboard.views import batch_results, batch_upload, job_choice, kept
from dashboard.wording import count, duration, escaped


def show(job: Job) -> None:
    job_choice.remember(job.id)
    running = job.progress().state == "running"
    st.header(escaped(job.file_name), anchor=False)
    if job.elsewhere:
        st.info(
            "Another program is scoring this file, such as `python -m dashboard.jobs`. "
            "Reload the page to see how far it is."
        )
    if running and not job.elsewhere:
        show_progress(job)
    else:
        show_state(job)
    show_actions(job)
    if not running or job.elsewhere:
        batch_results.show(job)


def show_actions(job: Job) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="actions"):
        if job.has_verdicts() and st.button("Explore what they say", type="primary"):
            st.switch_page("views/explore.py", query_params={"job": job.id})
        show_downloads(job)
        if st.button("Score another file"):
            leave()
        show_delete(job)


def leave() -> None:
    st.query_params.pop("job", None)
    batch_upload.forget()
    st.rerun()


@st.fragment(run_every=1)
def show_progress(job: Job) -> None:
    progress = job.progress()
    if progress.state != "running":
        st.rerun()
    st.progress(
        progress.done / progress.total,
        f"{progress.done:,} of {count(progress.total, 'row')}",
    )
    st.caption(describe(progress))
    if job.trouble:
        st.caption(f"{escaped(job.trouble)} Trying again.")
    if job.stopping.is_set():
        st.caption("Stopping: waiting for the last answers.")
        return
    with st.container(horizontal=True):
        if st.button("Pause", help="What is scored is kept; go on whenever you like."):
            job.stop("paused")
        if st.button("Cancel", help="End here, with what is scored so far."):
            job.stop("cancelled")
    st.caption(
        "You can leave this page, close the browser or restart the dashboard: "
        "the job goes on, and this address finds it again."
    )


def describe(progress: Progress) -> str:
    rate = round(progress.rows_per_second)
    parts = [f"{rate:,} rows a second"] if rate else []
    if progress.seconds_left is not None:
        parts.append(f"{duration(progress.seconds_left)} left")
    if progress.failed:
        parts.append(f"{progress.failed:,} failed")
    return " · ".join(parts)


def show_state(job: Job) -> None:
    """Where it stands when it is not at its end, and the way on."""
    progress = job.progress()
    left = progress.total - progress.done
    if job.elsewhere or not left:
        return
    if progress.why:
        st.error(f"The job has paused. {escaped(progress.why)}")
    else:
        how = "Paused" if progress.state == "paused" else "Ended"
        st.info(f"{how} after {progress.done:,} of {count(progress.total, 'row')}.")
    if st.button(f"Go on with the other {count(left, 'row')}", type="primary"):
        connection.jobs().resume(job)
        st.rerun()


def show_downloads(job: Job) -> None:
    """All rows at any time; those not reached yet say so."""
    with st.popover("Download all rows"):
        st.caption(
            "Your columns as they were, and the verdicts beside them. JSON Lines brings objects "
            "and lists of JSON back; the other forms have a column for each part of an object, "
            "and lists as text. In Excel, what is a number or a date in a whole column is no text. "
            "In CSV, a text that a spreadsheet would run as a formula has an apostrophe before it."
        )
        for suffix, export in EXPORTS.items():
            st.download_button(
                export.name,
                # Made when it is clicked: a large file takes seconds.
                partial(download, job, export),
                file_name=f"{PurePath(job.file_name).stem}-sentiment.{suffix}",
                mime=export.mime,
                on_click="ignore",
                width="stretch",
            )


def download(job: Job, export: Export) -> bytes:
    return export.to_bytes(results.annotated(job.table, results.verdicts(job.outcomes())))


def show_delete(job: Job) -> None:
    with st.popover("Delete…"):
        st.markdown(
            "The file and its verdicts go. What you decided about single reviews stays: the page "
            "About deletes all of it. This cannot be undone."
        )
        if st.button("Delete this file and its results"):
            connection.jobs().delete(job.id)
            kept.forget()
            leave()
