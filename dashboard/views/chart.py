"""A chart on a page: its finding as text, which breaks its lines, and the picture below it."""

from collections.abc import Callable

import altair as alt
import streamlit as st

from dashboard.charts import style
from dashboard.charts.marks import PICK
from dashboard.charts.style import Chart
from dashboard.wording import escaped


def show(
    chart: Chart, says: str, key: str | None = None, on_pick: Callable[[], None] | None = None
) -> None:
    """`says` is what a screen reader reads beside the finding."""
    finding, untitled = str(chart.title), chart.copy(deep=False)
    untitled.title = alt.Undefined
    st.markdown(f"**{escaped(finding)}**")
    st.altair_chart(
        untitled,
        key=key,
        alt=f"{finding}. {says}",
        on_select=on_pick or "ignore",
        selection_mode=PICK if on_pick else None,
    )


def theme() -> style.Theme:
    return style.theme(st.context.theme.type)
