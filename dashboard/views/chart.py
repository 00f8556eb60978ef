"""A chart on a page: its finding as text, which breaks its lines, and the picture below it."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import altair as alt
import pandas as pd
import streamlit as st

from dashboard.charts import style, told
from dashboard.charts.marks import PICK
from dashboard.charts.style import Chart
from dashboard.wording import escaped


@dataclass(frozen=True)
class Picture:
    """A chart ready for the page, which is worth keeping: Altair takes its time."""

    finding: str
    spec: str  # JSON


def picture(chart: Chart) -> Picture:
    untitled = chart.copy(deep=False)
    untitled.title = alt.Undefined
    return Picture(str(chart.title), json.dumps(told.spec(untitled)))


def show(chart: Chart, says: str, level: int = 2) -> None:
    """`says` is what a screen reader reads beside the finding, a heading of this level."""
    show_picture(picture(chart), says, level=level)


def show_picture(
    drawn: Picture,
    says: str,
    key: str | None = None,
    on_pick: Callable[[], None] | None = None,
    level: int = 2,
) -> None:
    """The same; its marks are buttons if something is to happen `on_pick`."""
    # Not by st.html, which comes later and would push the chart down.
    st.markdown(f"{'#' * level} {escaped(drawn.finding)}")
    spec = json.loads(drawn.spec)
    table = pd.DataFrame(spec["datasets"][told.TABLE])
    spec["datasets"][told.TABLE] = table.set_index(table.columns[0])  # else rows are numbered
    st.vega_lite_chart(
        spec=spec,
        key=key,
        alt=f"{drawn.finding}. {says}",
        on_select=on_pick or "ignore",
        selection_mode=PICK if on_pick else None,
    )


def theme() -> style.Theme:
    """Streamlit does not know the browser's before the first answer of the browser."""
    return "dark" if st.context.theme.type == "dark" else "light"
