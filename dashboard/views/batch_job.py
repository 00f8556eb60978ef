"""A job while it runs and when it is over."""

from functools import partial
from pathlib import PurePath

import pandas as pd
import streamlit as st

from dashboard import charts, connection, results
from dashboard.export import to_csv
from dashboard.jobs.job import Job
from dashboard.wording import count, duration, escaped

_SHOWN_REASONS = 5
_METRIC_WIDTH = 130  # two stand beside each other on a telephone


def show(job: Job) -> None:
    running = job.progress().state == "running"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(escaped(job.file_name), anchor=False)
        if not running:
            show_download(job)
        if st.button("Score another file"):
            del st.query_params["job"]
            st.session_state["sample"] = False
            st.rerun()
    if running:
        show_progress(job)
    else:
        show_results(job)


@st.fragment(run_every=1)
def show_progress(job: Job) -> None:
    progress = job.progress()
    if progress.state != "running":
        st.rerun()
    st.progress(
        progress.done / progress.total,
        f"{progress.done:,} of {count(progress.total, 'row')}",
    )
    parts = [f"{progress.rows_per_second:,.0f} rows a second"]
    if progress.seconds_left is not None:
        parts.append(f"{duration(progress.seconds_left)} left")
    if progress.failed:
        parts.append(f"{progress.failed:,} failed")
    st.caption(" · ".join(parts))
    st.caption("You can leave this page: its address finds the job again.")
    if job.stopping.is_set():
        st.caption("Stopping: waiting for the last answers.")
    elif st.button("Stop"):
        job.stop("cancelled")


def show_results(job: Job) -> None:
    outcomes = job.outcomes()
    verdicts = results.verdicts(outcomes)
    summary = results.summarise(verdicts)
    if job.progress().state == "cancelled":
        st.info("The job was stopped before its end. What it had scored is here.")
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
    outcomes = job.outcomes()
    reasons = results.reasons(outcomes)
    if not reasons:
        return
    with st.container(border=True):
        st.markdown("**Why some rows were not scored**")
        st.markdown(
            "\n".join(f"- {count(n, 'row')}: {escaped(why)}" for why, n in reasons[:_SHOWN_REASONS])
        )
        again = job.progress().failed
        if again and st.button(f"Score {count(again, 'row')} again"):
            connection.jobs().resume(job, again=True)
            st.rerun()


def show_charts(summary: results.Summary, verdicts: pd.DataFrame) -> None:
    theme = charts.theme(st.context.theme.type)
    left, right = st.columns(2, gap="medium")
    left.altair_chart(
        charts.distribution(summary, theme),
        alt=f"{summary.positive} positive, {summary.uncertain} hard to tell, "
        f"{summary.negative} negative.",
    )
    right.altair_chart(
        charts.confidence_histogram(verdicts, theme),
        alt="How many verdicts there are at each confidence from 50% to 100%.",
    )


def show_download(job: Job) -> None:
    st.download_button(
        "Download all rows as CSV",
        # Made when it is clicked: a large file takes seconds.
        partial(download, job),
        file_name=f"{PurePath(job.file_name).stem}-sentiment.csv",
        mime="text/csv",
        type="primary",
        on_click="ignore",
    )


def download(job: Job) -> bytes:
    return to_csv(results.annotated(job.table, results.verdicts(job.outcomes())))


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
