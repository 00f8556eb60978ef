"""Charts of a file's verdicts: how many of each, and how sure they are."""

import altair as alt
import pandas as pd

from dashboard.charts.style import CHART_HEIGHT, ORDER, PALETTES, Chart, Theme, styled
from dashboard.results import Summary, groups

_BIN = 5  # per cent of confidence


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
