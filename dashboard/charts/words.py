"""Charts of the words that push verdicts, and of what people speak of."""

import altair as alt
import pandas as pd

from dashboard.charts.marks import drawn, names, pick
from dashboard.charts.style import PALETTES, Chart, Theme
from dashboard.insight import intervals
from dashboard.insight.shares import CHANCE
from dashboard.results import VERDICTS
from dashboard.wording import count, percent, percents

_PERCENT = ".0%"
_WIDEST = 0.5  # interval of a topic that a title may name


def drivers(table: pd.DataFrame, n_read: int, theme: Theme) -> Chart:
    """`table`: drivers.drivers()."""
    palette = PALETTES[theme]
    data = table[["phrase", "effect", "reviews", "total"]].copy()
    data["side"] = ["Positive" if total > 0 else "Negative" for total in data["total"]]
    data["mentions"] = [f"{count(n, 'review')} of {n_read} read" for n in data["reviews"]]
    bars = alt.Chart(data).mark_bar(cornerRadius=3, height=18).encode(
        y=alt.Y("phrase:N", sort=None, title=None, axis=names(palette)),
        x=alt.X("total:Q", title="← negative\u2003added per review\u2003positive →",
                scale=_both_sides(data["total"]),
                axis=alt.Axis(format="+.2~f", tickCount=5)),
        color=alt.Color("side:N", scale=palette.scale, legend=None),
        tooltip=[alt.Tooltip("phrase:N", title="Words"), alt.Tooltip("side:N", title="Speak for"),
                 alt.Tooltip("mentions:N", title="Found in"),
                 alt.Tooltip("total:Q", title="Adds per review, of all", format="+.2f"),
                 alt.Tooltip("effect:Q", title="Adds where it stands", format="+.2f")],
    ).add_params(pick("phrase"))  # fmt: skip
    return drawn([bars], _drivers_title(data), palette, height=80 + 24 * len(data))


def _both_sides(values: pd.DataFrame | pd.Series) -> alt.Scale:
    """As far to one side as to the other, so that the middle of the axis is between them."""
    furthest = float(values.abs().to_numpy().max(initial=0)) or 1.0
    return alt.Scale(domain=[-furthest, furthest])


def _drivers_title(data: pd.DataFrame) -> str:
    likes, dislikes = (data.loc[data["side"] == side, "phrase"] for side in VERDICTS[::2])
    parts = [f"“{phrase}” adds most praise" for phrase in likes.head(1)]
    parts += [
        f"“{phrase}” most blame" if parts else f"“{phrase}” adds most blame"
        for phrase in dislikes.tail(1)
    ]
    return f"In all, {', '.join(parts)}"


def topics(table: pd.DataFrame, theme: Theme) -> Chart:
    """`table`: topics.topics(). Praise to the right, blame to the left, as wide as mentioned."""
    palette = PALETTES[theme]
    data = table.copy()
    data["praise"] = data["positive"] * data["mentioned"]
    data["blame"] = -data["negative"] * data["mentioned"]
    data["liked_text"] = [
        f"{percent(share)} (95% sure: {'–'.join(percents(low, high))})"
        if share == share
        else "no judgement"
        for share, low, high in zip(data["liked"], data["low"], data["high"], strict=True)
    ]
    tooltip = [
        alt.Tooltip("topic:N", title="Topic"),
        alt.Tooltip("mentioned:Q", title="Mentioned by, of the sample", format=_PERCENT),
        alt.Tooltip("liked_text:N", title="Of those who judge it, like it"),
    ]
    base = alt.Chart(data).encode(
        y=alt.Y("topic:N", sort=None, title=None, axis=names(palette)), tooltip=tooltip
    )
    title = "← criticised\u2003\u2003praised →"
    label = "format(abs(datum.value), '.0%')"
    axis = alt.Axis(title=title, labelExpr=label, tickCount=5, tickMinStep=0.01)
    scale = _both_sides(data[["praise", "blame"]])
    layers = [
        base.mark_bar(height=18, color=colour, cornerRadius=3).encode(
            x=alt.X(f"{side}:Q", axis=axis, scale=scale))
        for side, colour in (("praise", palette.positive), ("blame", palette.negative))
    ]  # fmt: skip
    layers[0] = layers[0].add_params(pick("topic"))
    return drawn(layers, _topics_title(data), palette, height=80 + 26 * len(data))


def _topics_title(data: pd.DataFrame) -> str:
    """The best and the worst, each if it clearly differs from all the others together."""
    judged = data[data["high"] - data["low"] < _WIDEST]
    hits, n = judged["liked"] * judged["effective"], judged["effective"]
    clear = judged[intervals.differs_from_rest(hits, n, hits.sum(), n.sum()) < CHANCE]
    above = clear["liked"] > hits.sum() / max(n.sum(), 1)
    best, worst = clear[above].nlargest(1, "liked"), clear[~above].nsmallest(1, "liked")
    if len(best) and len(worst):
        low, high = percents(worst["liked"].iloc[0], best["liked"].iloc[0])
        named = f"{best['topic'].iloc[0]} {high}, {worst['topic'].iloc[0]} {low}"
        return f"Liked by those who judge it: {named}"
    if len(clear):
        word, one = ("more", best) if len(best) else ("less", worst)
        name, share = one[["topic", "liked"]].iloc[0]
        return f"Liked {word} than the rest by those who judge it: {name} {percent(share)}"
    topic, mentioned = data.nlargest(1, "mentioned")[["topic", "mentioned"]].iloc[0]
    return f"Spoken of most: {topic}, in {percent(mentioned)} of the sample"
