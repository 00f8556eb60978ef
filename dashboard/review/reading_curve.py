"""How the verdict grows as the review is read on: a chart and the finding that is its title."""

import altair as alt
import pandas as pd

from dashboard.charts.style import CHART_HEIGHT, PALETTES, Chart, Palette, Theme, styled
from model.contract.limits import UNCERTAIN_BELOW
from model.contract.schema import Explanation

_MOST_POINTS = 300  # of a review of thousands of words
_SHOWN_WORDS = 3
_TITLE = "Likely positive so far"


def points(explanation: Explanation) -> pd.DataFrame:
    """One for each word, or for every so many of them; the last word is always there."""
    words = explanation.words
    step = -(-len(words) // _MOST_POINTS)
    chosen = [i for i in range(len(words)) if (len(words) - 1 - i) % step == 0]
    return pd.DataFrame(
        {
            "word": [i + 1 for i in chosen],
            "so_far": [words.so_far[i] for i in chosen],
            "text": [_around(explanation, i) for i in chosen],
        }
    )


def finding(explanation: Explanation, uncertain: bool) -> str:
    """`uncertain` as the verdict is, be it for its probability or for what cannot be read."""
    if uncertain:
        return "Hard to tell in the end"
    sides = [so_far >= 0.5 for so_far in explanation.words.so_far]
    turns = [i for i in range(1, len(sides)) if sides[i] != sides[i - 1]]
    side = "positive" if sides[-1] else "negative"
    if not turns:
        return f"On the {side} side from the first word on"
    place = turns[-1] + 1
    return f"On the {side} side for good from word {place:,} of {len(sides):,}"


def chart(explanation: Explanation, uncertain: bool, theme: Theme) -> Chart:
    palette = PALETTES[theme]
    data = points(explanation)
    data["above"], data["below"] = data["so_far"].clip(lower=0.5), data["so_far"].clip(upper=0.5)
    data["half"] = 0.5
    base = alt.Chart(data).encode(
        x=alt.X(
            "word:Q",
            title="Words read",
            axis=alt.Axis(grid=False, tickMinStep=1, format="d"),
            scale=alt.Scale(nice=False),
        )
    )
    y = alt.Y(
        "so_far:Q",
        title=_TITLE,
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1]),
    )
    tooltip = [
        alt.Tooltip("word:Q", title="Words read"),
        alt.Tooltip("text:N", title="Up to"),
        alt.Tooltip("so_far:Q", title="Likely positive", format=".0%"),
    ]
    above = base.mark_area(color=palette.positive, opacity=0.25).encode(
        y=alt.Y("above:Q", title=_TITLE), y2="half:Q"
    )
    below = base.mark_area(color=palette.negative, opacity=0.25).encode(
        y=alt.Y("below:Q", title=_TITLE), y2="half:Q"
    )
    line = base.mark_line(color=palette.text, strokeWidth=2).encode(y=y)
    # They are there to be pointed at; a single word has no line, and shows its own.
    dots = base.mark_circle(size=60, opacity=0 if len(data) > 1 else 1, color=palette.text).encode(
        y=y, tooltip=tooltip
    )
    layers = alt.layer(*_doubtful(palette, data), above, below, line, dots).properties(
        height=CHART_HEIGHT, title=finding(explanation, uncertain)
    )
    return styled(layers, palette)


def _doubtful(palette: Palette, data: pd.DataFrame) -> list[alt.Chart]:
    """The zone in which a verdict is called hard to tell; its name stands clear of the line."""
    zone = alt.Chart(pd.DataFrame({"low": [1 - UNCERTAIN_BELOW], "high": [UNCERTAIN_BELOW]}))
    ends_above = data["so_far"].iloc[-1] >= 0.5
    edge, away = ("low:Q", -10) if ends_above else ("high:Q", 11)
    return [
        zone.mark_rect(color=palette.track, opacity=0.6).encode(
            y=alt.Y("low:Q", title=_TITLE), y2="high:Q"
        ),
        zone.mark_text(
            text="hard to tell", align="right", baseline="middle", dx=-6, dy=away, fontSize=13,
            color=palette.muted,
        ).encode(y=alt.Y(edge, title=_TITLE), x=alt.value("width")),
    ]  # fmt: skip


def _around(explanation: Explanation, i: int) -> str:
    start = explanation.words.start[max(0, i + 1 - _SHOWN_WORDS)]
    return "…" * (start > 0) + explanation.text[start : explanation.words.end[i]]
