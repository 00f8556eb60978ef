"""The charts of Evaluate: from the tables of insight/agreement.py to Altair."""

import altair as alt
import pandas as pd

from dashboard.charts.marks import ROW, drawn, grey_unless
from dashboard.charts.style import PALETTES, Chart, Theme
from dashboard.results import VERDICTS
from dashboard.wording import percent

_MUCH = 0.1  # an error that few reviews show by chance
_MANY = 100  # reviews, from which on right ones in a row mean something
_USUAL = 50  # per cent, from which on a review is called positive
_LINES = {
    "accuracy": "Right", "precision": "Right when it says positive", "recall": "Positives found",
}  # fmt: skip


def confusion(table: pd.DataFrame, theme: Theme) -> Chart:
    """`table`: agreement.confusion()."""
    palette = PALETTES[theme]
    data = table.assign(
        label=[f"{n:,} ({percent(share)})" for n, share in zip(table["n"], table["share"],
                                                              strict=True)]
    )  # fmt: skip
    base = alt.Chart(data).encode(
        x=alt.X("verdict:N", sort=VERDICTS, title="The model says",
                axis=alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False,
                              labelFlush=False)),
        y=alt.Y("truth:N", sort=VERDICTS, title="It is",
                axis=alt.Axis(ticks=False, domain=False, labelFlush=False)),
        tooltip=[alt.Tooltip("truth:N", title="It is"),
                 alt.Tooltip("verdict:N", title="The model says"),
                 alt.Tooltip("label:N", title="Reviews")],
    )  # fmt: skip
    # Pale enough for the text on it, whatever the share.
    shade = alt.Scale(domain=[0, 1], range=[palette.track, palette.positive])
    boxes = base.mark_rect(opacity=0.35, cornerRadius=4).encode(
        color=alt.Color("share:Q", scale=shade, legend=None)
    )
    labels = base.mark_text(fontSize=14, color=palette.text).encode(text="label:N")
    lost = table.loc[(table["truth"] != table["verdict"]) & table["verdict"].isin(
        ["Positive", "Negative"]), "n"].sum()  # fmt: skip
    title = f"{lost:,} of {table['n'].sum():,} are called the opposite of what they are"
    return drawn([boxes, labels], title, palette)


def reliability(table: pd.DataFrame, theme: Theme, error: float, by_chance: float) -> Chart:
    """`table`: agreement.reliability()."""
    n = int(table["n"].sum())
    palette = PALETTES[theme]
    axis = alt.Axis(format="%", tickCount=5)
    scale = alt.Scale(domain=[0, 1])
    diagonal = alt.Chart(pd.DataFrame({"said": [0, 1], "true": [0, 1]})).mark_line(
        color=palette.muted, strokeDash=[4, 4], strokeWidth=1
    )
    base = alt.Chart(table).encode(
        x=alt.X("said:Q", scale=scale, axis=axis, title="What the model said: likely positive"),
        tooltip=[alt.Tooltip("said:Q", title="Said", format=".0%"),
                 alt.Tooltip("true:Q", title="Really positive", format=".0%"),
                 alt.Tooltip("low:Q", title="At least", format=".0%"),
                 alt.Tooltip("high:Q", title="At most", format=".0%"),
                 alt.Tooltip("n:Q", title="Reviews", format=",")],
    )  # fmt: skip
    layers = [
        diagonal.encode(x=alt.X("said:Q", scale=scale), y=alt.Y("true:Q", scale=scale)),
        base.mark_rule(color=palette.positive, strokeWidth=3, opacity=0.5).encode(
            y=alt.Y("low:Q", scale=scale, axis=axis, title="Really positive"), y2="high:Q"
        ),
        base.mark_circle(color=palette.positive, size=110, opacity=1).encode(
            y=alt.Y("true:Q", scale=scale, axis=axis, title="Really positive")
        ),
    ]
    return drawn(layers, _taken(error, by_chance, n), palette, 320)


def _taken(error: float, by_chance: float, n: int) -> str:
    if error > by_chance:
        return f"Its probabilities are off by {100 * error:.1f} points"
    if by_chance > _MUCH or n < _MANY:  # of a few that it is sure of, chance seems small
        return "Too few reviews to say how far its probabilities are off"
    return f"No error of its probabilities beyond chance ({100 * by_chance:.1f} points)"


def thresholds(table: pd.DataFrame, chosen: int, better: int | None, theme: Theme) -> Chart:
    """`table`: agreement.thresholds(); `better`: agreement.better_threshold()."""
    palette = PALETTES[theme]
    data = table.rename(columns=_LINES).melt(
        "threshold", list(_LINES.values()), var_name="measure", value_name="share"
    )
    base = alt.Chart(data).encode(
        x=alt.X("threshold:Q", title="Called positive from (%)", axis=alt.Axis(grid=False)),
        y=alt.Y("share:Q", title=None, axis=alt.Axis(format="%", tickCount=5),
                scale=alt.Scale(zero=False)),
        color=alt.Color("measure:N", title=None, legend=alt.Legend(
                            orient="bottom", columns=1, symbolType="stroke",
                            labelColor=palette.text, labelFontSize=13, labelLimit=300),
                        scale=alt.Scale(domain=list(_LINES.values()), range=[
                            palette.text, palette.positive, palette.negative])),
    )  # fmt: skip
    lines = base.mark_line(strokeWidth=2).encode(
        strokeDash=alt.StrokeDash("measure:N", legend=None)
    )
    dots = base.mark_circle(size=60, opacity=0).encode(  # to be pointed at
        tooltip=[alt.Tooltip("threshold:Q", title="Positive from (%)"),
                 alt.Tooltip("measure:N", title="Measure"),
                 alt.Tooltip("share:Q", title="Share", format=".1%")],
    )  # fmt: skip
    rule = alt.Chart(pd.DataFrame({"threshold": [chosen]})).mark_rule(
        color=palette.muted, strokeDash=[4, 4]
    )
    layers = [lines, rule.encode(x="threshold:Q"), dots]
    return drawn(layers, _threshold_title(table, better), palette, 320)


def _threshold_title(table: pd.DataFrame, better: int | None) -> str:
    if not better:
        return f"No threshold is clearly better than {_USUAL}%, as now"
    at = table.set_index("threshold")
    best, usual = percent(at["accuracy"][better]), percent(at["accuracy"][_USUAL])
    said = at["said_positive"][better]
    if said in (0, 1):  # better than the model, and no use to anybody
        side = "positive" if said else "negative"
        return f"To call every review {side} would be right more often: {best}, not {usual}"
    return f"More are right when positive begins at {better}%: {best}, not {usual}"


def slices(table: pd.DataFrame, overall: float, theme: Theme) -> Chart:
    """`table`: agreement.slices()."""
    palette = PALETTES[theme]
    data = table.assign(name=table["slice"] + ": " + table["part"])
    axis = alt.Axis(format="%", tickCount=5, title="Right (95% interval)")
    base = alt.Chart(data).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(
            ticks=False, domain=False, labelLimit=200, labelColor=palette.text,
            labelFlush=False)),
        color=grey_unless("clear", palette),
        tooltip=[alt.Tooltip("name:N", title="Part"),
                 alt.Tooltip("share:Q", title="Right", format=".0%"),
                 alt.Tooltip("low:Q", title="At least", format=".0%"),
                 alt.Tooltip("high:Q", title="At most", format=".0%"),
                 alt.Tooltip("n:Q", title="Reviews", format=",")],
    )  # fmt: skip
    scale = alt.Scale(zero=False)
    mean = alt.Chart(pd.DataFrame({"share": [overall]}))
    layers = [
        mean.mark_rule(color=palette.muted, strokeDash=[4, 4]).encode(
            x=alt.X("share:Q", scale=scale, axis=axis)),
        base.mark_rule(strokeWidth=5).encode(x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q"),
        base.mark_circle(size=150, opacity=1).encode(x=alt.X("share:Q", scale=scale, axis=axis)),
    ]  # fmt: skip
    odd = table[table["clear"]].sort_values("share", key=lambda s: -abs(s - overall))
    title = _odd_part(odd.iloc[0], overall) if len(odd) else (
        "In no part is it clearly more or less right"
    )  # fmt: skip
    return drawn(layers, title, palette, 90 + ROW * len(data))


def _odd_part(part: pd.Series, overall: float) -> str:
    word = "More" if part["share"] > overall else "Less"
    where = f"{part['slice'].lower()} is {part['part']}"
    return f"{word} right where {where}: {percent(part['share'])}"
