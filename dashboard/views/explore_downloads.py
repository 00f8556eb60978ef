"""What a person takes home from Explore: the rows that are looked at, a report, charts."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePath

import pandas as pd
import streamlit as st

from dashboard import results
from dashboard.charts.style import Chart, Theme
from dashboard.downloads import evidence, picture
from dashboard.downloads.export import EXPORTS
from dashboard.insight import quotes
from dashboard.insight.filters import Choices
from dashboard.jobs.job import Job
from dashboard.reading.table_shape import unused_name
from dashboard.views.chart import theme
from dashboard.views.explore_filters import in_words
from dashboard.views.explore_numbers import not_read, numbers

Figures = Callable[[Theme], dict[str, Chart]]


def show(job: Job, shown: pd.DataFrame, choices: Choices, figures: Figures) -> None:
    name = PurePath(job.file_name).stem
    st.header("Take it home", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        # All are made when they are clicked: a large file takes seconds.
        st.download_button(
            "Report (HTML)", partial(report, job, shown, choices, figures),
            file_name=f"{name}-report.html", mime="text/html", on_click="ignore", type="primary",
        )  # fmt: skip
        st.download_button(
            "These rows (CSV)", partial(rows, job, shown),
            file_name=f"{name}-explored.csv", mime="text/csv", on_click="ignore",
        )  # fmt: skip
        # Open or not: they are drawn only for someone who looks.
        charts = st.popover("A chart", key="a-chart", on_change="rerun")
        if charts.open:
            with charts:
                _show_charts(name, figures)


def _show_charts(name: str, figures: Figures) -> None:
    drawn = figures(theme())
    chosen = st.selectbox("Chart", list(drawn))
    part = f"{name}-{chosen.lower().replace(' ', '-')}"
    with st.container(horizontal=True):
        st.download_button(
            "PNG", lambda: picture.png(drawn[chosen]), f"{part}.png", "image/png",
            on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "SVG", lambda: picture.svg(drawn[chosen]), f"{part}.svg", "image/svg+xml",
            on_click="ignore",
        )  # fmt: skip


def report(job: Job, shown: pd.DataFrame, choices: Choices, figures: Figures) -> str:
    scored = sum(each is not None and each.status == "scored" for each in job.outcomes())
    source = evidence.Provenance(
        job.file_name, len(job.table), scored, job.file_hash,
        job.models(), datetime.now(UTC), in_words(choices), len(shown), not_read(shown),
    )  # fmt: skip
    told = {
        "Most positive": quotes.most_positive(shown),
        "Most negative": quotes.most_negative(shown),
        "Most uncertain": quotes.most_uncertain(shown),
    }
    if "stars" in shown:
        against = quotes.contradictions(shown).drop_duplicates("text")
        told["Stars say otherwise"] = against.head(quotes.N_QUOTES)
    cards = [(card.name, card.value, card.below) for card in numbers(shown, choices)]
    return evidence.report(source, cards, figures("light"), told)


def rows(job: Job, shown: pd.DataFrame) -> bytes:
    """With the file's own columns, and what was decided in the queue."""
    table = results.annotated(job.table, results.verdicts(job.outcomes())).iloc[shown["row"] - 1]
    decided = shown["verdict"].astype("str").where(shown["corrected"], "").to_numpy()
    told = table.assign(**{unused_name("decided", list(table.columns)): decided})
    return EXPORTS["csv"].to_bytes(told)
