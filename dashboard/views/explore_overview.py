"""Explore, first tab: the numbers, and where they differ."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.charts.over_time import over_time as time_chart
from dashboard.charts.parts import best_and_worst, parts
from dashboard.charts.style import Chart, Theme
from dashboard.charts.verdicts import sureness as sureness_chart
from dashboard.charts.verdicts import verdicts as verdicts_chart
from dashboard.insight import over_time, shares
from dashboard.insight.filters import Choices, chosen
from dashboard.insight.over_time import Grain
from dashboard.results import VERDICTS
from dashboard.views.chart import Picture, picture
from dashboard.views.chart import theme as current_theme
from dashboard.views.explore_filters import draw

_MOST_GROUPS = 50  # in a chart


@dataclass(frozen=True)
class Look:
    """What is looked at, and how: all that a chart of this tab depends on."""

    version: str  # of the frame
    frame: pd.DataFrame
    choices: Choices
    grain: Grain
    group: str | None  # its column's name

    def but(self, column: str) -> pd.DataFrame:
        """What the chart of this column shows: it leaves its own filter out."""
        return chosen(self.frame, self.choices, but=column)

    def judged(self, column: str) -> pd.DataFrame:
        """The same for a chart of shares of verdicts: the verdicts' filter would make them 100%."""
        return chosen(self.frame, {**self.choices, "verdict": []}, but=column)

    def key(self) -> str:
        """A cache key that changes with everything that shows."""
        return f"{self.version} {self.grain} {sorted(self.choices.items())}"

    def of(self, column: str) -> Sequence[str]:
        return self.choices.get(column, [])


def _verdicts(look: Look, theme: Theme) -> Chart:
    return verdicts_chart(shares.verdicts(look.but("verdict")), theme, look.of("verdict"))


def _sureness(look: Look, theme: Theme) -> Chart:
    return sureness_chart(shares.sureness(look.but("sureness")), theme, look.of("sureness"))


def _over_time(look: Look, theme: Theme) -> Chart | None:
    if "date" not in look.frame:
        return None
    part = look.judged("period")
    table = over_time.over_time(part, look.grain)
    if table.empty:
        return None
    return time_chart(table, over_time.lasting_trend(table), theme, look.of("period"))


def _noun(column: str) -> str:
    """What one of its values is called: “branch”, “hotel name”; of a survey's question “group”."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", column).lower().split()
    return " ".join(words) if len(words) <= 3 and "?" not in column else "group"


def _groups(look: Look, theme: Theme) -> Chart | None:
    if "group" not in look.frame or look.group is None:
        return None
    table = shares.by(look.judged("group"), "group")
    more = len(table) > _MOST_GROUPS
    table = table.nlargest(_MOST_GROUPS, "n").astype({"group": "str"})
    table = table.sort_values("share", ascending=False)
    finding = f"By {look.group}: "
    finding += best_and_worst(table, "group", _noun(look.group), look.of("group"))
    finding += f" (the {_MOST_GROUPS} largest)" if more else ""
    return parts(table, "group", finding, theme, look.of("group"))


def _lengths(look: Look, theme: Theme) -> Chart | None:
    return _ordered(look, theme, "length", "length", "length")


def _stars(look: Look, theme: Theme) -> Chart | None:
    return _ordered(look, theme, "rating", "stars", "number of stars")


def _ordered(look: Look, theme: Theme, column: str, by: str, noun: str) -> Chart | None:
    if column not in look.frame:
        return None
    table = shares.by(look.judged(column), column).astype({column: "str"})
    if table.empty:
        return None
    finding = f"By {by}: {best_and_worst(table, column, noun, look.of(column))}"
    return parts(table, column, finding, theme, look.of(column))


@dataclass(frozen=True)
class _Figure:
    draw: Callable[[Look, Theme], Chart | None]
    field: str  # of its marks
    column: str  # of the frame, which a click filters by
    says: str


_FIGURES = {
    "Verdicts": _Figure(_verdicts, "verdict", "verdict", "Reviews by verdict: {counts}."),
    "Confidence": _Figure(
        _sureness, "sureness", "sureness", "Reviews by confidence in the verdict."
    ),
    "Over time": _Figure(
        _over_time,
        "name",
        "period",
        "Net sentiment over time, with its 95% interval; grey where there are under 20 reviews.",
    ),
    "Groups": _Figure(
        _groups, "group", "group", "Share of positive by group, with its 95% interval."
    ),
    "Length": _Figure(_lengths, "length", "length", "Share of positive by length of the review."),
    "Stars": _Figure(_stars, "rating", "rating", "Share of positive by stars."),
}


def figures(look: Look, theme: Theme) -> dict[str, Chart]:
    """Every chart of the tab by its name."""
    drawn = {name: figure.draw(look, theme) for name, figure in _FIGURES.items()}
    return {name: chart for name, chart in drawn.items() if chart is not None}


def show(look: Look) -> None:
    """One by one: the browser begins with the first while the last is counted."""
    columns, theme = st.columns(2, gap="medium"), current_theme()
    n_shown = 0
    n = look.but("verdict")["verdict"].value_counts()
    counts = ", ".join(f"{n[verdict]:,} {verdict}" for verdict in VERDICTS)
    if look.of("verdict"):
        st.caption("The shares are of all verdicts: of the chosen ones they would be 100%.")
    for name, figure in _FIGURES.items():
        if drawn := pictured(name, look, theme):
            with columns[n_shown % 2].container(border=True):
                says = figure.says.format(counts=counts)
                draw(drawn, says, figure.field, figure.column, look.choices)
            n_shown += 1
    st.caption(
        f"Lines and bands: where the value may be, 95% sure. Grey: under {shares.ENOUGH} reviews. "
        "The word at the right of a bar: how divided its reviews are."
    )


@st.cache_resource(ttl="1h", max_entries=120, show_spinner=False, hash_funcs={Look: Look.key})
def pictured(name: str, look: Look, theme: Theme) -> Picture | None:
    chart = _FIGURES[name].draw(look, theme)
    return picture(chart) if chart else None
