"""The Explore page: what a scored file says, and why."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.charts.style import Chart, Theme
from dashboard.insight.filters import MENTIONS, chosen
from dashboard.jobs.job import Job
from dashboard.views import (
    cards,
    explore_columns,
    explore_compare,
    explore_data,
    explore_downloads,
    explore_filters,
    explore_numbers,
    explore_overview,
    explore_reviews,
    explore_why,
    job_choice,
    nothing_scored,
    open_tab,
    star_order,
)
from dashboard.views.explore_overview import Look

LESSONS = """**Once a file is scored, this page shows what it says**

- how many are positive, and how sure that number is
- where opinions differ: over time, between groups, by length
- the words that lift and sink the verdicts, and how each topic is judged
- the reviews that are most telling, most uncertain, or at odds with their stars

Every chart is a filter for the others, and the address keeps what you chose."""
TABS = ["Overview", "Why", "Reviews", "Compare"]


def show(job: Job) -> None:
    # Asked for before the frame: charts of an older one would be kept under a later version.
    version = explore_data.version(job)
    frame = explore_data.frame(job)
    if frame.empty:
        nothing_scored.show(job)
        return
    frame, grain, choices = explore_filters.show_filters(
        frame, job.roles.group, partial(explore_columns.show, job)
    )
    shown = chosen(frame, choices)
    explore_filters.show_chosen(choices, len(shown), len(frame))
    if shown.empty:
        whole = " “Mentions” looks for whole words." if choices[MENTIONS] else ""
        st.warning(f"No review meets all of these filters. Remove one.{whole}")
        return
    if said := explore_numbers.not_read(shown):
        st.info(said)
    star_order.show_hint(job, frame)
    cards.show(explore_numbers.numbers(shown, choices))
    look = Look(version, frame, choices, grain, job.roles.group)

    read = explore_why.so_far()

    def figures(theme: Theme) -> dict[str, Chart]:
        drawn = explore_overview.figures(look, theme)
        return drawn | explore_why.figures_if_known(job, shown, theme, read)

    name, tab = open_tab.show(TABS, "tab")
    inside, below = tab.container(key="opened"), st.container()

    def show_inside() -> None:
        with inside:
            show_tab(name, job, look, shown)

    def show_below() -> None:
        with below:
            explore_reviews.show_table(shown, job.roles.group)
            explore_downloads.show(job, shown, choices, figures)

    # What waits for the model comes last: the rest of the page stands by then.
    for part in (show_inside, show_below) if name == "Overview" else (show_below, show_inside):
        part()


def show_tab(name: str, job: Job, look: Look, shown: pd.DataFrame) -> None:
    match name:
        case "Overview":
            explore_overview.show(look)
        case "Why":
            if known := explore_why.explained(job, shown):
                explore_why.show(explore_data.found(job, known), look.choices)
        case "Reviews":
            words = next(iter(look.choices[MENTIONS]), "")
            explore_reviews.show_quotes(shown, explore_why.explained(job, shown), words)
        case _:
            explore_compare.show(job, look.frame)


job_choice.show_page("What do they say, and why?", LESSONS, show)
