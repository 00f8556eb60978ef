"""What several charts share: marks that are buttons, rows with names, and the layout they end with.

A chart has a selection `pick` of the column that it is drawn by. What is chosen already stays
strong, the rest fades; without a choice all is strong.
"""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboard.charts.style import CHART_HEIGHT, Chart, Palette, styled

PICK = "pick"
ROW = 30  # height of one row of a list of bars or dots
_FADED = 0.3
_SHOWN_NAME = 150  # pixels of a group's name


def marked(table: pd.DataFrame, column: str, chosen: Sequence[str]) -> pd.DataFrame:
    strong = table[column].astype("str").isin(list(chosen)) if chosen else True
    return table.assign(strong=strong)


def strength() -> alt.Opacity:
    """For bars and dots, never for text: faded text cannot be read."""
    return alt.Opacity("strong:N", legend=None, scale=alt.Scale(
        domain=[True, False], range=[1.0, _FADED]))  # fmt: skip


def pick(field: str) -> alt.Parameter:
    return alt.selection_point(name=PICK, fields=[field])


def names(palette: Palette) -> alt.Axis:
    return alt.Axis(
        ticks=False, domain=False, labelLimit=_SHOWN_NAME, labelColor=palette.text, labelPadding=6,
        labelFlush=False,
    )  # fmt: skip


def grey_unless(field: str, palette: Palette) -> alt.Color:
    """By a column of bools."""
    return alt.Color(f"{field}:N", legend=None, scale=alt.Scale(
        domain=[True, False], range=[palette.positive, palette.uncertain]))  # fmt: skip


def drawn(
    layers: Sequence[alt.Chart], title: str, palette: Palette, height: int = CHART_HEIGHT
) -> Chart:
    return styled(alt.layer(*layers, height=height, title=title), palette)
