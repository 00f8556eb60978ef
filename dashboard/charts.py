"""Charts: functions from a table to an Altair chart. Nothing of Streamlit in here.

Everything is counted before Altair sees it: it would send each row it is given to the browser.
Blue and orange stay apart for colour-blind eyes; words and places say the same as the colours.
"""

from dataclasses import dataclass
from typing import Literal

import altair as alt
import pandas as pd

from dashboard.results import NEGATIVE, POSITIVE, UNCERTAIN, Summary, groups

Theme = Literal["light", "dark"]
Chart = alt.Chart | alt.LayerChart | alt.FacetChart

# Of the whole picture with title and axes: that is how Streamlit fits a chart into the page.
CHART_HEIGHT = 230

ORDER = [POSITIVE, UNCERTAIN, NEGATIVE]
_BIN = 5  # per cent of confidence


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
        return alt.Scale(domain=ORDER, range=[self.positive, self.uncertain, self.negative])


PALETTES: dict[Theme, Palette] = {
    "light": Palette("#1f2933", "#52606d", "#e4e7eb", "#2563eb", "#8b95a1", "#c2570a"),
    "dark": Palette("#e6e9ee", "#aab4c0", "#38414e", "#6ea8fe", "#8d99a8", "#f59e4b"),
}


def theme(reported: str | None) -> Theme:
    """Streamlit does not know the browser's theme before the first answer of the browser."""
    return "dark" if reported == "dark" else "light"


def distribution(summary: Summary, theme: Theme) -> Chart:
    palette = PALETTES[theme]
    numbers = [summary.positive, summary.uncertain, summary.negative]
    data = pd.DataFrame({"verdict": ORDER, "reviews": numbers})
    data["label"] = [f"{n:,}  ({summary.share(n)})" for n in numbers]
    room = alt.Scale(domain=[0, max(*numbers, 1) * 1.35])
    base = alt.Chart(data).encode(
        y=alt.Y("verdict:N", sort=ORDER, title=None, axis=alt.Axis(ticks=False, domain=False)),
        x=alt.X("reviews:Q", axis=None, scale=room),
        tooltip=[
            alt.Tooltip("verdict:N", title="Verdict"),
            alt.Tooltip("label:N", title="Reviews"),
        ],
    )
    bars = base.mark_bar(cornerRadius=3, height=34).encode(
        color=alt.Color("verdict:N", scale=palette.scale, legend=None)
    )
    labels = base.mark_text(align="left", dx=6, color=palette.text, fontSize=13).encode(
        text="label:N"
    )
    positive, negative = summary.share(summary.positive), summary.share(summary.negative)
    title = f"{positive} are positive, {negative} negative"
    return styled(alt.layer(bars, labels).properties(height=CHART_HEIGHT, title=title), palette)


def confidence_histogram(verdicts: pd.DataFrame, theme: Theme) -> Chart:
    palette = PALETTES[theme]
    data = confidence_bins(verdicts)
    sure = int(data.loc[data["from"] >= 90, "reviews"].sum())
    total = int(data["reviews"].sum())
    chart = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X(
                "from:Q",
                bin=alt.Bin(binned=True, step=_BIN),
                title="Confidence in the verdict (%)",
                axis=alt.Axis(values=list(range(50, 101, 10)), grid=False),
                scale=alt.Scale(domain=[50, 100]),
            ),
            x2="to:Q",
            y=alt.Y("reviews:Q", title="Reviews", axis=alt.Axis(tickMinStep=1, tickCount=4)),
            color=alt.Color("verdict:N", scale=palette.scale, legend=None),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("verdict:N", title="Verdict"),
                alt.Tooltip("label:N", title="Confidence"),
                alt.Tooltip("reviews:Q", title="Reviews", format=","),
            ],
        )
        .properties(
            height=CHART_HEIGHT, title=f"{sure:,} of {total:,} verdicts are at least 90% sure"
        )
    )
    return styled(chart, palette)


def confidence_bins(verdicts: pd.DataFrame) -> pd.DataFrame:
    """At most ten bins of confidence for each verdict, with their counts."""
    scored = verdicts["confidence"].notna()
    start = (verdicts.loc[scored, "confidence"] * 100 // _BIN * _BIN).clip(50, 100 - _BIN)
    keys = pd.DataFrame({"from": start.astype(int), "verdict": groups(verdicts)[scored]})
    data = keys.value_counts().rename("reviews").reset_index()
    data["to"] = data["from"] + _BIN
    data["label"] = data["from"].astype(str) + "–" + data["to"].astype(str) + "%"
    data["order"] = data["verdict"].map(ORDER.index)
    return data.sort_values(["from", "order"], ignore_index=True)


def styled(chart: Chart, palette: Palette) -> Chart:
    result: Chart = (
        chart.configure_axis(
            labelColor=palette.muted,
            titleColor=palette.muted,
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
            gridColor=palette.track,
        )
        .configure_title(color=palette.text, fontSize=15, fontWeight=600, anchor="start", offset=12)
        .configure_view(strokeWidth=0)
    )
    return result
