"""A chart of what moved from one part of the reviews to another."""

import altair as alt
import pandas as pd

from dashboard.charts.marks import ROW, drawn, grey_unless, names
from dashboard.charts.style import PALETTES, Chart, Theme


def moved(table: pd.DataFrame, title: str, theme: Theme) -> Chart:
    """`table`: compare.moved() or moved_within()."""
    palette = PALETTES[theme]
    data = table.copy()
    data[["points", "at_least", "at_most"]] = 100 * data[["difference", "low", "high"]]
    points = "datum.value ? format(100 * datum.value, '+d') : '0'"
    axis = alt.Axis(labelExpr=points, tickCount=5, title="Difference in points (95% interval)")
    tooltip = [
        alt.Tooltip("name:N", title="Share of"),
        alt.Tooltip("share:Q", title="From", format=".1%"),
        alt.Tooltip("other_share:Q", title="To", format=".1%"),
        alt.Tooltip("points:Q", title="Difference in points", format="+.1f"),
        alt.Tooltip("at_least:Q", title="At least", format="+.1f"),
        alt.Tooltip("at_most:Q", title="At most", format="+.1f"),
        alt.Tooltip("p:Q", title="p, adjusted", format=".3f"),
    ]
    base = alt.Chart(data).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names(palette)),
        color=grey_unless("clear", palette), tooltip=tooltip,
    )  # fmt: skip
    rules = base.mark_rule(strokeWidth=5).encode(x=alt.X("low:Q", axis=axis), x2="high:Q")
    dots = base.mark_circle(size=160, opacity=1).encode(x=alt.X("difference:Q", axis=axis))
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=palette.muted).encode(x="zero:Q")
    return drawn([zero, rules, dots], title, palette, height=90 + ROW * len(data))
