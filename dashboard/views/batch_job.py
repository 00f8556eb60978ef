"""A job: how far it is, what can be done with it, and what it has found."""

from functools import partial
from pathlib import PurePath

import pandas as pd
import streamlit as st

from dashboard import connection, results
from dashboard.charts import style
from dashboard.charts.verdicts import confidence_histogram, distribution
from dashboard.downloads.export import EXPORTS, Export
from dashboard.jobs.job import Job, Progress
from dashboard.wording import count, duration, escaped

_SHOWN_REASONS = 5
_METRIC_WIDTH = 130  # two stand beside each other on a telephone


def show(job: Job) -> None:
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
        show_results(job)


def show_actions(job: Job) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        show_downloads(job)
        show_delete(job)
        if st.button("Score another file"):
            leave()
        if job.progress().done:
            st.page_link(
                "views/explore.py", label="Explore what they say", query_params={"job": job.id}
            )


def leave() -> None:
    st.query_params.pop("job", None)
    st.session_state["sample"] = False
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
    parts = [f"{progress.rows_per_second:,.0f} rows a second"]
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


def show_results(job: Job) -> None:
    verdicts = results.verdicts(job.outcomes())
    summary = results.summarise(verdicts)
    show_numbers(summary)
    if summary.scored:
        show_charts(summary, verdicts)
    show_reasons(job)
    show_table(job, verdicts)


def show_numbers(summary: results.Summary) -> None:
    numbers = {
        results.POSITIVE: summary.positive,
        results.NEGATIVE: summary.negative,
        results.UNCERTAIN: summary.uncertain,
    }
    with st.container(horizontal=True, gap="large"):
        for name, n in numbers.items():
            st.metric(
                name,
                summary.share(n),
                count(n, "review"),
                delta_color="off",
                delta_arrow="off",
                width=_METRIC_WIDTH,
            )
        st.metric(results.UNSCORED, f"{summary.unscored:,}", width=_METRIC_WIDTH)


def show_reasons(job: Job) -> None:
    reasons = results.reasons(job.outcomes())
    if not reasons:
        return
    with st.container(border=True):
        st.markdown("**Why some rows were not scored**")
        st.markdown(
            "\n".join(f"- {count(n, 'row')}: {escaped(why)}" for why, n in reasons[:_SHOWN_REASONS])
        )
        failed = job.progress().failed
        if failed and st.button(f"Score {count(failed, 'row')} again"):
            connection.jobs().resume(job, again=True)
            st.rerun()


def show_charts(summary: results.Summary, verdicts: pd.DataFrame) -> None:
    theme = style.theme(st.context.theme.type)
    left, right = st.columns(2, gap="medium")
    left.altair_chart(
        distribution(summary, theme),
        alt=f"{summary.positive} positive, {summary.uncertain} hard to tell, "
        f"{summary.negative} negative.",
    )
    right.altair_chart(
        confidence_histogram(verdicts, theme),
        alt="How many verdicts there are at each confidence from 50% to 100%.",
    )


def show_downloads(job: Job) -> None:
    """All rows at any time; those not reached yet say so."""
    with st.popover("Download all rows", type="primary"):
        st.caption("Your columns as they were, and the verdicts beside them.")
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
        st.markdown("The file, its verdicts and everything kept of them go. This cannot be undone.")
        if st.button("Delete this file and its results"):
            connection.jobs().delete(job.id)
            leave()


def show_table(job: Job, verdicts: pd.DataFrame) -> None:
    names = ["All", results.POSITIVE, results.NEGATIVE, results.UNCERTAIN, results.UNSCORED]
    shown = st.radio("Show", names, horizontal=True)
    table = results.for_display(job.table[job.roles.text], verdicts)
    if shown != "All":
        table = table[table["Verdict"] == shown]
    st.dataframe(
        table,
        hide_index=True,
        lazy=True,
        column_config={
            "Row": st.column_config.NumberColumn(width=60),
            "Verdict": st.column_config.TextColumn(width=100),
            "Likely positive": st.column_config.ProgressColumn(
                format="%.0f%%", min_value=0, max_value=100, width=110
            ),
            "Review": st.column_config.TextColumn(width=560),
            "Note": st.column_config.TextColumn(width=260),
        },
        alt=f"{count(len(table), 'row')} of the file with their verdicts.",
    )
