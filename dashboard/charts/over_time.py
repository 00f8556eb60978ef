"""A chart of net sentiment over time."""

import json
from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboard.charts.marks import drawn, grey_unless, marked, pick, strength
from dashboard.charts.style import PALETTES, Chart, Theme
from dashboard.insight.over_time import Trend, stands_out
from dashboard.wording import points

_TITLE = "Net sentiment"
# As on the card: points, with a sign, and a nought without one.
_POINTS = "(datum.value > 0 ? '+' : datum.value < 0 ? '−' : '') + format(abs(datum.value), 'd')"


def over_time(
    table: pd.DataFrame, trend: Trend | None, theme: Theme, chosen: Sequence[str] = ()
) -> Chart:
    """`table`: insight.over_time.over_time()."""
    palette = PALETTES[theme]
    data = marked(table, "name", chosen)
    data[["net", "net_low", "net_high"]] *= 100
    x = alt.X("period:T", title=None, axis=_axis(table))
    axis = alt.Axis(labelExpr=_POINTS, tickCount=5)
    y = alt.Y("net:Q", title=_TITLE, axis=axis)
    base = alt.Chart(data).encode(x=x)
    unbroken = base.encode(detail="stretch:N")
    band = unbroken.mark_area(opacity=0.18, color=palette.positive).encode(
        y=alt.Y("net_low:Q", title=_TITLE, axis=axis), y2="net_high:Q"
    )
    zero = alt.Chart(pd.DataFrame({"net": [0]})).mark_rule(color=palette.muted, opacity=0.5)
    line = unbroken.mark_line(color=palette.positive, strokeWidth=2).encode(y=y)
    dots = base.mark_circle(size=90).encode(
        y=y,
        color=grey_unless("enough", palette),
        opacity=strength(),
        tooltip=[alt.Tooltip("name:N", title="Period"),
                 alt.Tooltip("net:Q", title=_TITLE, format="+.0f"),
                 alt.Tooltip("net_low:Q", title="At least", format="+.0f"),
                 alt.Tooltip("net_high:Q", title="At most", format="+.0f"),
                 alt.Tooltip("n:Q", title="Reviews", format=",")],
    )  # fmt: skip
    layers = [band, zero.encode(y=alt.Y("net:Q", title=_TITLE, axis=axis)), line]
    return drawn([*layers, dots.add_params(pick("name"))], _finding(trend, table), palette)


def _axis(table: pd.DataFrame) -> alt.Axis:
    """A tick for each period, with its own name, as far as there is room."""
    days = pd.to_datetime(table["period"])
    names = dict(zip(table["period"], table["name"].str.removeprefix("week of "), strict=True))
    return alt.Axis(
        values=[alt.DateTime(year=day.year, month=day.month, date=day.day) for day in days],
        labelExpr=f"({json.dumps(names)})[timeFormat(datum.value, '%Y-%m-%dT%H:%M')]",
        grid=False, labelOverlap=True, labelSeparation=8, labelBound=True,
    )  # fmt: skip


def _finding(trend: Trend | None, table: pd.DataFrame) -> str:
    if trend and trend.is_clear:
        verb = "rose" if trend.later > trend.earlier else "fell"
        low, high = sorted(round(100 * abs(bound)) for bound in (trend.low, trend.high))
        return (
            f"{_TITLE} {verb} by {low} to {high} points, from {points(trend.earlier)} to "
            f"{points(trend.later)} since {_the(trend.since)}"
        )
    if found := stands_out(table):
        period, others = found
        word = "higher" if period["net"] > others else "lower"
        here, elsewhere = points(period["net"]), points(others)
        when = _when(str(period["name"]))
        return f"{_TITLE} is {word} {when}: {here}, at other times {elsewhere}"
    if len(table) == 1:
        return f"All reviews are from {_the(str(table['name'].iloc[0]))}"
    return "No clear change over time" if trend else "Too few dated reviews to see a trend"


def _the(name: str) -> str:
    return f"the {name}" if name.startswith("week") else name


def _when(name: str) -> str:
    """“in Jun 2024”, “in the week of 3 Jun 2024”, “on 3 Jun 2024”."""
    is_day = name[0].isdigit() and " " in name
    return f"on {name}" if is_day else f"in {_the(name)}"
