"""How all charts look, on a light and on a dark page.

Blue and orange stay apart for colour-blind eyes; words and places say the same as the colours.
"""

from dataclasses import dataclass
from typing import Literal

import altair as alt

from dashboard.results import VERDICTS

Theme = Literal["light", "dark"]
Chart = alt.Chart | alt.LayerChart | alt.FacetChart

# Of the whole picture with title and axes: that is how Streamlit fits a chart into the page.
CHART_HEIGHT = 230


@dataclass(frozen=True)
class Palette:
    text: str
    muted: str
    track: str
    positive: str
    uncertain: str
    negative: str

    @property
    def scale(self) -> alt.Scale:
        return alt.Scale(domain=VERDICTS, range=[self.positive, self.uncertain, self.negative])


PALETTES: dict[Theme, Palette] = {
    "light": Palette("#1f2933", "#52606d", "#e4e7eb", "#2563eb", "#8b95a1", "#c2570a"),
    "dark": Palette("#e6e9ee", "#aab4c0", "#38414e", "#6ea8fe", "#8d99a8", "#f59e4b"),
}


def styled(chart: Chart, palette: Palette) -> Chart:
    """The same chart. Set, not `configure_…`: each of those would copy all of it."""
    chart.config = alt.Config(
        axis=alt.AxisConfig(
            labelColor=palette.muted,
            titleColor=palette.muted,
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
            gridColor=palette.track,
            labelPadding=6,
            titlePadding=10,
        ),
        title=alt.TitleConfig(
            color=palette.text, fontSize=15, fontWeight=600, anchor="start", offset=12
        ),
        view=alt.ViewConfig(strokeWidth=0),
    )
    chart.padding = {"left": 0, "top": 5, "right": 5, "bottom": 5}
    return chart
