"""Charts of how the parts of a file are judged: groups, lengths, stars."""

import json
from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboard.charts.marks import (
    ROW,
    drawn,
    grey_unless,
    marked,
    names,
    pick,
    strength,
)
from dashboard.charts.style import CHART_HEIGHT, PALETTES, Chart, Palette, Theme
from dashboard.insight import shares
from dashboard.wording import percent, percents

_NAMES = {"group": "Group", "length": "Length", "rating": "Stars"}
_MIXED, _TORN = 0.4, 0.75  # shares.division()
_AGREE = 0.75  # of the reviews, on one side


def parts(
    table: pd.DataFrame, column: str, title: str, theme: Theme, chosen: Sequence[str] = ()
) -> Chart:
    """Share of positive with its interval for each value of `column`, and beside it how divided
    the opinions are: shares.by()."""
    palette = PALETTES[theme]
    data = marked(table, column, chosen)
    data["opinions"] = [division(row) for _, row in table.iterrows()]
    data["from"], data["to"], data["blame"] = 0, 1, table["negative"] / table["n"]
    tooltip = [
        alt.Tooltip(f"{column}:N", title=_NAMES[column]),
        alt.Tooltip("share:Q", title="Positive", format=".0%"),
        alt.Tooltip("low:Q", title="At least", format=".0%"),
        alt.Tooltip("high:Q", title="At most", format=".0%"),
        alt.Tooltip("blame:Q", title="Negative", format=".0%"),
        alt.Tooltip("n:Q", title="Reviews", format=","),
        alt.Tooltip("opinions:N", title="Opinions"),
    ]
    base = alt.Chart(data).encode(opacity=strength(), tooltip=tooltip)
    rules = base.mark_rule(strokeWidth=5, strokeCap="round").encode(
        x=_share("low"),
        x2="high:Q",
        y=_row(column, names(palette)),
        color=grey_unless("enough", palette),
    )
    dots = base.mark_circle(size=160, opacity=1).encode(
        x=_share("share"), y=_row(column, None), color=grey_unless("enough", palette)
    )
    # An invisible bar across makes the whole row clickable.
    area = base.mark_bar(color="transparent").encode(
        x=_share("from"), x2="to:Q", y=_row(column, _opinions(data, column, palette))
    )
    height = max(CHART_HEIGHT, 50 + ROW * len(data))
    chart = drawn([rules, dots, area.add_params(pick(column))], title, palette, height)
    beside: Chart = chart.resolve_axis(y="independent")
    return beside


def _row(column: str, axis: alt.Axis | None) -> alt.Y:
    return alt.Y(f"{column}:N", sort=None, title=None, axis=axis)


def _share(field: str) -> alt.X:
    # The room at both ends is for dots at 0% and 100%.
    scale = alt.Scale(domain=[0, 1], padding=10)
    axis = alt.Axis(format="%", values=[0, 0.5, 1], title="Share of positive")
    return alt.X(f"{field}:Q", scale=scale, axis=axis)


def _opinions(data: pd.DataFrame, column: str, palette: Palette) -> alt.Axis:
    """A column of words at the right."""
    said = dict(zip(data[column].astype("str"), data["opinions"], strict=True))
    return alt.Axis(
        orient="right", ticks=False, domain=False, labelColor=palette.muted, labelPadding=6,
        labelFlush=False, labelExpr=f"({json.dumps(said)})[datum.value]",
    )  # fmt: skip


def best_and_worst(table: pd.DataFrame, column: str, noun: str, chosen: Sequence[str] = ()) -> str:
    """The finding of parts(), if there is one; of what is chosen, how it differs from the rest."""
    is_chosen = table[column].isin(chosen)
    if is_chosen.any() and not is_chosen.all():
        return _against_rest(table, column, is_chosen)
    if len(table) == 1:
        return f"only {_short(table[column].iloc[0])}"
    if table["enough"].sum() < 2:
        return f"too few reviews to tell one {noun} from another"
    # Where much is hard to tell, only what is negative may differ.
    for verdict in ("positive", "negative"):
        if apart := shares.furthest_apart(table, verdict):
            most, least = apart
            low, high = percents(least["part"], most["part"])
            return f"{_short(most[column])} {high} {verdict}, {_short(least[column])} {low}"
    few = "" if table["enough"].all() else f" of at least {shares.ENOUGH} reviews"
    return f"no {noun}{few} is clearly better than another"


def _against_rest(table: pd.DataFrame, column: str, is_chosen: pd.Series) -> str:
    counts = table[["positive", "n"]].groupby(is_chosen).sum()
    share = counts["positive"] / counts["n"]
    names = [_short(name) for name in table.loc[is_chosen, column]]
    name = " and ".join(names) if len(names) < 3 else f"the {len(names)} chosen"
    return f"{name} {percent(share[True])} positive, the others {percent(share[False])}"


def division(part: pd.Series) -> str:
    """Of a row of shares.by() or of overall(), in words; nothing where too few were read."""
    if not part["enough"] or part["divided"] != part["divided"]:
        return ""
    if part["divided"] >= _MIXED:
        return "divided" if part["divided"] >= _TORN else "mixed"
    agree = max(part["positive"], part["negative"]) >= _AGREE * part["n"]
    return "of one mind" if agree else "lukewarm"


def _short(name: object, most: int = 24) -> str:
    text = str(name)
    return text if len(text) <= most else f"{text[: most - 1]}…"
