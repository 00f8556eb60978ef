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
    drawn = picture(chart)
    _show_finding(drawn.finding, level)
    _draw(drawn, says)


def show_picture(drawn: Picture, says: str, key: str, on_pick: Callable[[], None]) -> None:
    """With marks that are buttons."""
    _show_finding(drawn.finding, 2)
    _draw(drawn, says, key, on_pick)


def _show_finding(finding: str, level: int) -> None:
    # Not by st.html, which comes later and would push the chart down.
    st.markdown(f"{'#' * level} {escaped(finding)}")


def _draw(
    drawn: Picture, says: str, key: str | None = None, on_pick: Callable[[], None] | None = None
) -> None:
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
    return style.theme(st.context.theme.type)
