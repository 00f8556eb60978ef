"""The charts of Explore: from the tables of dashboard/insight to Altair. Nothing of Streamlit.

Each has a selection `pick` of the column that it is drawn by. What is chosen already stays strong,
the rest fades; without a choice all is strong.
"""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboard.charts.style import CHART_HEIGHT, ORDER, PALETTES, Chart, Palette, Theme, styled
from dashboard.insight.over_time import Trend
from dashboard.results import POSITIVE
from dashboard.wording import count, percent

PICK = "pick"
_FADED = 0.3
_ROW = 30  # height of one row of a list of bars
_POINTS = ".0%"
_SHOWN_NAME = 170  # pixels of a group's name


def verdicts(table: pd.DataFrame, theme: Theme, chosen: Sequence[str] = ()) -> Chart:
    """`table`: verdict, n."""
    palette = PALETTES[theme]
    total = max(int(table["n"].sum()), 1)
    data = _marked(table, "verdict", chosen)
    data["label"] = [f"{n:,} ({percent(n / total)})" for n in data["n"]]
    base = alt.Chart(data).encode(
        y=alt.Y("verdict:N", sort=ORDER, title=None, axis=_names(palette)),
        x=alt.X("n:Q", axis=None, scale=alt.Scale(domain=[0, max(int(data["n"].max()), 1) * 1.5])),
        opacity=_strength(),
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
    share = data.loc[data["verdict"] == POSITIVE, "n"].sum() / total
    return _drawn([bars.add_params(_pick("verdict")), labels], f"{percent(share)} are positive",
                  palette)  # fmt: skip


def sureness(table: pd.DataFrame, theme: Theme, chosen: Sequence[str] = ()) -> Chart:
    """`table`: sureness (band), verdict, n."""
    palette = PALETTES[theme]
    data = _marked(table, "sureness", chosen)
    data["order"] = data["verdict"].astype("str").map(ORDER.index)
    sure = data.loc[data["sureness"].isin(["90–95%", "95–100%"]), "n"].sum()
    bars = alt.Chart(data).mark_bar().encode(
        x=alt.X("sureness:O", sort=None, title="Confidence in the verdict",
                axis=alt.Axis(labelAngle=0, labelOverlap=True, grid=False,
                              labelExpr="split(datum.label, '–')[0] + '%'")),
        y=alt.Y("n:Q", title="Reviews", axis=alt.Axis(tickMinStep=1, tickCount=4, format="~s")),
        color=alt.Color("verdict:N", scale=palette.scale, legend=None),
        order="order:Q",
        opacity=_strength(),
        tooltip=[alt.Tooltip("sureness:N", title="Confidence"),
                 alt.Tooltip("verdict:N", title="Verdict"),
                 alt.Tooltip("n:Q", title="Reviews", format=",")],
    )  # fmt: skip
    share = sure / max(data["n"].sum(), 1)
    title = f"{percent(share)} of verdicts are at least 90% sure"
    return _drawn([bars.add_params(_pick("sureness"))], title, palette)


def over_time(
    table: pd.DataFrame, trend: Trend | None, theme: Theme, chosen: Sequence[str] = ()
) -> Chart:
    """`table`: over_time.over_time()."""
    palette = PALETTES[theme]
    data = _marked(table, "name", chosen)
    data["reviews"] = ["enough" if enough else "few" for enough in data["enough"]]
    x = alt.X("period:T", title=None, axis=alt.Axis(grid=False, tickCount=6, labelOverlap=True))
    y = alt.Y("net:Q", title="Net sentiment", axis=alt.Axis(format="+.0%", tickCount=5))
    base = alt.Chart(data).encode(x=x)
    band = base.mark_area(opacity=0.18, color=palette.positive).encode(
        y=alt.Y("net_low:Q", title="Net sentiment"), y2="net_high:Q"
    )
    zero = alt.Chart(pd.DataFrame({"net": [0]})).mark_rule(color=palette.muted, opacity=0.5)
    line = base.mark_line(color=palette.positive, strokeWidth=2).encode(y=y)
    points = base.mark_circle(size=90).encode(
        y=y,
        color=alt.Color("reviews:N", legend=None, scale=alt.Scale(
            domain=["enough", "few"], range=[palette.positive, palette.uncertain])),
        opacity=_strength(),
        tooltip=[alt.Tooltip("name:N", title="Period"),
                 alt.Tooltip("net:Q", title="Net sentiment", format="+.0%"),
                 alt.Tooltip("net_low:Q", title="at least", format="+.0%"),
                 alt.Tooltip("net_high:Q", title="at most", format="+.0%"),
                 alt.Tooltip("n:Q", title="Reviews", format=",")],
    )  # fmt: skip
    layers = [band, zero.encode(y="net:Q"), line, points.add_params(_pick("name"))]
    return _drawn(layers, _trend_title(trend), palette)


def _trend_title(trend: Trend | None) -> str:
    if trend is None:
        return "Too few dated reviews to see a trend"
    if not trend.is_clear:
        return "No clear change over time"
    verb = "rose" if trend.later > trend.earlier else "fell"
    return f"Positive {verb} from {percent(trend.earlier)} to {percent(trend.later)}"


def parts(
    table: pd.DataFrame, column: str, title: str, theme: Theme, chosen: Sequence[str] = ()
) -> Chart:
    """Share of positive with its interval for each value of `column`: shares.by()."""
    palette = PALETTES[theme]
    data = _marked(table, column, chosen)
    data["reviews"] = ["enough" if enough else "few" for enough in data["enough"]]
    data["label"] = [
        f"{percent(share)} of {n:,}" for share, n in zip(data["share"], data["n"], strict=True)
    ]
    data["torn"] = [division(value) for value in data["divided"]]
    y = alt.Y(f"{column}:N", sort=None, title=None, axis=_names(palette))
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(format="%", values=[0, 0.5, 1], title="Share of positive")
    tooltip = [
        alt.Tooltip(f"{column}:N", title=" "),
        alt.Tooltip("share:Q", title="Positive", format=".0%"),
        alt.Tooltip("low:Q", title="at least", format=".0%"),
        alt.Tooltip("high:Q", title="at most", format=".0%"),
        alt.Tooltip("n:Q", title="Reviews", format=","),
        alt.Tooltip("torn:N", title="Opinions"),
    ]
    colour = alt.Color("reviews:N", legend=None, scale=alt.Scale(
        domain=["enough", "few"], range=[palette.positive, palette.uncertain]))  # fmt: skip
    base = alt.Chart(data).encode(y=y, opacity=_strength(), tooltip=tooltip)
    rules = base.mark_rule(strokeWidth=5, strokeCap="round").encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", color=colour
    )
    dots = base.mark_circle(size=160, opacity=1).encode(
        x=alt.X("share:Q", scale=scale, axis=axis), color=colour
    )
    # An invisible bar across makes the whole row clickable.
    area = base.mark_bar(color="transparent").encode(
        x=alt.X("from:Q", scale=scale, axis=axis), x2="to:Q"
    )
    area = area.transform_calculate(**{"from": "0", "to": "1"})
    layers = [rules, dots, area.add_params(_pick(column))]
    return _drawn(layers, title, palette, height=max(CHART_HEIGHT, 90 + _ROW * len(data)))


def best_and_worst(table: pd.DataFrame, column: str, noun: str) -> str:
    """The finding of parts(), if there is one."""
    enough = table[table["enough"]].sort_values("share")
    if len(enough) < 2:
        return f"Too few reviews to tell one {noun} from another"
    worst, best = enough.iloc[0], enough.iloc[-1]
    if best["low"] <= worst["high"]:
        return f"No {noun} is clearly better than another"
    return f"{_short(best[column])} {percent(best['share'])}, {_short(worst[column])} " + percent(
        worst["share"]
    )


def division(divided: float) -> str:
    return "divided" if divided >= 0.75 else "mixed" if divided >= 0.4 else "of one mind"


def drivers(table: pd.DataFrame, n_read: int, theme: Theme) -> Chart:
    """`table`: drivers.drivers()."""
    palette = PALETTES[theme]
    data = table[["phrase", "effect", "reviews", "total"]].copy()
    data["side"] = ["Positive" if total > 0 else "Negative" for total in data["total"]]
    data["mentions"] = [f"{count(n, 'review')} of {n_read} read" for n in data["reviews"]]
    bars = alt.Chart(data).mark_bar(cornerRadius=3, height=18).encode(
        y=alt.Y("phrase:N", sort=None, title=None, axis=_names(palette)),
        x=alt.X("total:Q", title="◂ towards negative    towards positive ▸",
                axis=alt.Axis(labels=False, ticks=False, grid=False)),
        color=alt.Color("side:N", scale=palette.scale, legend=None),
        tooltip=[alt.Tooltip("phrase:N", title="Words"), alt.Tooltip("side:N", title="Speak for"),
                 alt.Tooltip("mentions:N", title="Found in"),
                 alt.Tooltip("effect:Q", title="Mean push", format="+.2f")],
    ).add_params(_pick("phrase"))  # fmt: skip
    return _drawn([bars], _drivers_title(data), palette, height=80 + 24 * len(data))


def _drivers_title(data: pd.DataFrame) -> str:
    likes, dislikes = (data.loc[data["side"] == side, "phrase"] for side in ORDER[::2])
    parts = [f"“{phrase}” lifts most" for phrase in likes.head(1)]
    parts += [f"“{phrase}” sinks most" for phrase in dislikes.tail(1)]
    return ", ".join(parts)


def topics(table: pd.DataFrame, theme: Theme) -> Chart:
    """`table`: topics.topics(). Praise to the right, blame to the left, as wide as mentioned."""
    palette = PALETTES[theme]
    data = table.copy()
    data["praise"] = data["positive"] * data["mentioned"]
    data["blame"] = -data["negative"] * data["mentioned"]
    data["liked_text"] = [
        f"{percent(share)} (95% sure: {low:.0%}–{high:.0%})" if share == share else "no judgement"
        for share, low, high in zip(data["liked"], data["low"], data["high"], strict=True)
    ]
    tooltip = [
        alt.Tooltip("topic:N", title="Topic"),
        alt.Tooltip("mentioned:Q", title="Mentioned by", format=_POINTS),
        alt.Tooltip("liked_text:N", title="Of those who judge it, like it"),
    ]
    base = alt.Chart(data).encode(
        y=alt.Y("topic:N", sort=None, title=None, axis=_names(palette)), tooltip=tooltip
    )
    title = "◂ criticised    praised ▸   (share of all reviews)"
    label = "format(abs(datum.value), '.0%')"
    axis = alt.Axis(title=title, labelExpr=label, tickCount=5)
    layers = [
        base.mark_bar(height=18, color=colour, cornerRadius=3).encode(x=alt.X(f"{side}:Q",
                                                                             axis=axis))
        for side, colour in (("praise", palette.positive), ("blame", palette.negative))
    ]  # fmt: skip
    layers[0] = layers[0].add_params(_pick("topic"))
    return _drawn(layers, _topics_title(data), palette, height=80 + 26 * len(data))


def _topics_title(data: pd.DataFrame) -> str:
    judged = data[data["high"] - data["low"] < 0.5]
    if judged.empty:
        return f"Most speak of the {data['topic'].iloc[0]}"
    best = judged.iloc[int(judged["liked"].argmax())]
    worst = judged.iloc[int(judged["liked"].argmin())]
    if best["low"] <= worst["high"]:
        return f"Most speak of the {data['topic'].iloc[0]}; no topic clearly stands out"
    return f"The {best['topic']} is liked, the {worst['topic']} much less"


def moved(table: pd.DataFrame, title: str, theme: Theme) -> Chart:
    """`table`: compare.moved() or moved_within()."""
    palette = PALETTES[theme]
    data = table.copy()
    data["kind"] = ["clear" if clear else "chance" for clear in data["clear"]]
    colour = alt.Color("kind:N", legend=None, scale=alt.Scale(
        domain=["clear", "chance"], range=[palette.positive, palette.uncertain]))  # fmt: skip
    axis = alt.Axis(format="+.0%", tickCount=5, title="Difference (95% interval)")
    tooltip = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("share:Q", title="here", format=".1%"),
        alt.Tooltip("other_share:Q", title="there", format=".1%"),
        alt.Tooltip("difference:Q", title="Difference", format="+.1%"),
        alt.Tooltip("p:Q", title="p", format=".3f"),
    ]
    base = alt.Chart(data).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=_names(palette)),
        color=colour, tooltip=tooltip,
    )  # fmt: skip
    rules = base.mark_rule(strokeWidth=5).encode(x=alt.X("low:Q", axis=axis), x2="high:Q")
    dots = base.mark_circle(size=160, opacity=1).encode(x=alt.X("difference:Q", axis=axis))
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(color=palette.muted).encode(x="zero:Q")
    return _drawn([zero, rules, dots], title, palette, height=90 + _ROW * len(data))


def _short(name: object, most: int = 24) -> str:
    text = str(name)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _marked(table: pd.DataFrame, column: str, chosen: Sequence[str]) -> pd.DataFrame:
    strong = table[column].astype("str").isin(list(chosen)) if chosen else True
    return table.assign(strong=strong)


def _strength() -> alt.Opacity:
    return alt.Opacity("strong:N", legend=None, scale=alt.Scale(
        domain=[True, False], range=[1.0, _FADED]))  # fmt: skip


def _pick(field: str) -> alt.Parameter:
    return alt.selection_point(name=PICK, fields=[field])


def _names(palette: Palette) -> alt.Axis:
    return alt.Axis(
        ticks=False, domain=False, labelLimit=_SHOWN_NAME, labelColor=palette.text, labelPadding=6
    )


def _drawn(
    layers: list[alt.Chart], title: str, palette: Palette, height: int = CHART_HEIGHT
) -> Chart:
    return styled(alt.layer(*layers).properties(height=height, title=title), palette)
