"""The filters of Explore: pills for the keyboard, clicks on charts, and the address for both.

Every filter is the value of one widget, which the address carries; a click on a chart changes
that value.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.marks import PICK
from dashboard.insight.filters import MENTIONS, Choices
from dashboard.insight.over_time import GRAINS, Grain, fitting_grain, with_period
from dashboard.views import chart as chart_view
from dashboard.views.chart import Picture
from dashboard.wording import count, escaped

_TITLES = {
    "verdict": "Verdict",
    "period": "Time",
    "group": "Group",
    "rating": "Stars",
    "length": "Length",
    "sureness": "Confidence",
}
_MOST_PILLS = 24


def show_filters(
    frame: pd.DataFrame, group_title: str | None, show_below: Callable[[], None]
) -> tuple[pd.DataFrame, Grain, Choices]:
    """The widgets, and what is chosen with them; the frame gets its periods."""
    choices: dict[str, Sequence[str]] = {}
    grain: Grain = "Month"
    with st.expander("Filters"):
        words = st.text_input(
            "Mentions",
            key=MENTIONS,
            bind="query-params",
            placeholder="one or more words in a row, such as: front desk",
        )
        choices[MENTIONS] = [words] if words.strip() else []
        if "date" in frame:
            grain = _choose_grain(frame["date"])
            frame = with_period(frame, grain)
        for column, title in _TITLES.items():
            if column in frame:
                name = group_title if column == "group" and group_title else title
                choices[column] = _pills(column, name, frame[column])
        show_below()
    return frame, grain, choices


def _choose_grain(dates: pd.Series) -> Grain:
    return st.segmented_control(
        "Time by", list(GRAINS), default=fitting_grain(dates),
        required=True, key="grain", bind="query-params",
    )  # fmt: skip


def _pills(column: str, title: str, values: pd.Series) -> list[str]:
    counts = values.value_counts()
    order = list(values.cat.categories) if isinstance(values.dtype, pd.CategoricalDtype) else []
    options = [str(value) for value in order if counts.get(value, 0)]
    if len(options) > _MOST_PILLS:
        return st.multiselect(escaped(title), options, key=column, bind="query-params")
    return st.pills(
        escaped(title), options, selection_mode="multi", key=column, bind="query-params",
        format_func=escaped,
    )  # fmt: skip


def in_words(choices: Choices) -> str:
    return " · ".join(value for values in choices.values() for value in values)


def show_chosen(choices: Choices, shown: int, total: int) -> None:
    """What is looked at, each filter with its way back."""
    if not in_words(choices):
        st.caption(f"All {count(total, 'review')}. Click on a chart to look closer.")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{shown:,}** of {count(total, 'review')}", width="content")
        for column, values in choices.items():
            for value in values:
                st.button(
                    escaped(value), icon=":material/close:", icon_position="right",
                    help="Remove this filter", on_click=_take_away, args=(column, value),
                    key=f"chip-{column}-{value}",
                )  # fmt: skip
        st.button("Show all", on_click=_clear, args=(list(choices),), key="clear", type="tertiary")


def _take_away(column: str, value: str) -> None:
    if column == MENTIONS:
        st.session_state[column] = ""
    else:
        st.session_state[column] = [v for v in st.session_state[column] if v != value]


def _clear(names: list[str]) -> None:
    for name in names:
        st.session_state[name] = "" if name == MENTIONS else []


def draw(drawn: Picture, says: str, field: str, column: str, choices: Choices) -> None:
    """A chart whose marks are buttons: a click adds or takes away a value of the filter."""
    # Another choice makes another chart, without a selection of its own to go stale.
    key = f"chart-{field}-{column}-{hash(str(sorted(choices.items())))}"
    chart_view.show_picture(drawn, says, key, _clicked(key, field, column))


def _clicked(key: str, field: str, column: str) -> Callable[[], None]:
    def toggle() -> None:
        picked: list[dict[str, Any]] = st.session_state[key].selection.get(PICK, [])
        values = [str(mark[field]) for mark in picked if field in mark]
        if column == MENTIONS:
            choose_words(values[0] if values else "")
            return
        before = list(st.session_state.get(column) or [])
        st.session_state[column] = [v for v in before if v not in values] + [
            v for v in values if v not in before
        ]

    return toggle


def choose_words(words: str) -> None:
    """The same words again take the filter away."""
    st.session_state[MENTIONS] = "" if st.session_state.get(MENTIONS) == words else words
