"""Explore, first tab: the numbers, and where they differ."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.charts import explore as drawn
from dashboard.charts.style import Chart, Theme
from dashboard.insight import over_time, quotes, shares
from dashboard.insight.filters import Choices, chosen
from dashboard.insight.over_time import Grain
from dashboard.insight.reviews import VERDICTS
from dashboard.views.explore_filters import draw
from dashboard.views.explore_filters import theme as current_theme
from dashboard.wording import count, percent, points

_CARD = 162  # two stand beside each other on a telephone


@dataclass(frozen=True)
class Card:
    name: str
    value: str
    below: str
    explains: str | None = None


def numbers(shown: pd.DataFrame) -> list[Card]:
    """What is looked at, in a few numbers, with the interval that each is known in."""
    of_all = shares.overall(shown)
    cards = [
        Card("Positive", percent(of_all.share), f"{of_all.low:.0%} to {of_all.high:.0%}"),
        Card(
            "Net sentiment",
            points(of_all.net),
            f"{points(of_all.net_low)} to {points(of_all.net_high)}",
            "Positive minus negative, in points: +100 if all are positive. Below stands what it "
            "may be, 95% sure.",
        ),
        Card(
            "Hard to tell", percent(of_all.uncertain / of_all.n), count(of_all.uncertain, "review")
        ),
        Card(
            "Divided",
            f"{of_all.divided:.0%}",
            drawn.division(of_all.divided),
            "100% when half are clearly for and half clearly against; 0% when all say the same.",
        ),
    ]
    return cards + _more_numbers(shown)


def _more_numbers(shown: pd.DataFrame) -> list[Card]:
    cards = []
    if "stars" in shown and shown["stars"].notna().any():
        best = quotes.best_possible_stars(shown["stars"])
        rated = count(int(shown["stars"].notna().sum()), "rating")
        cards.append(Card("Stars", f"{shown['stars'].mean():.1f} of {best:.0f}", rated))
    if shown["corrected"].any():
        cards.append(Card("Decided by you", f"{shown['corrected'].sum():,}", "count as you said"))
    return cards


def show_cards(shown: pd.DataFrame) -> None:
    with st.container(horizontal=True):
        for card in numbers(shown):
            st.metric(
                card.name, card.value, card.below, delta_color="off", delta_arrow="off",
                border=True, width=_CARD, help=card.explains,
            )  # fmt: skip


def figures(
    frame: pd.DataFrame, choices: Choices, grain: Grain, group: str | None, theme: Theme
) -> dict[str, Chart]:
    """Every chart of the tab by its name; each leaves its own filter out."""
    found = {
        "Verdicts": _verdicts(frame, choices, theme),
        "Confidence": _sureness(frame, choices, theme),
        "Over time": _over_time(frame, choices, grain, theme),
        "Groups": _groups(frame, choices, group, theme),
        "Length": _length(frame, choices, theme),
    }
    return {name: chart for name, chart in found.items() if chart is not None}


def show(
    frame: pd.DataFrame, choices: Choices, grain: Grain, group: str | None, shown: pd.DataFrame
) -> None:
    n = shown["verdict"].value_counts()
    fields = {
        "Verdicts": ("verdict", "verdict", ", ".join(f"{n[name]:,} {name}" for name in VERDICTS)),
        "Confidence": ("sureness", "sureness", "Reviews by confidence in the verdict."),
        "Over time": ("name", "period", "Net sentiment over time, with its 95% interval."),
        "Groups": ("group", "group", "Share of positive by group, with its 95% interval."),
        "Length": ("length", "length", "Share of positive by length of the review."),
    }
    columns = st.columns(2, gap="medium")
    found = figures(frame, choices, grain, group, current_theme())
    for i, (name, chart) in enumerate(found.items()):
        field, column, alt = fields[name]
        with columns[i % 2].container(border=True):
            draw(chart, f"{chart.title}. {alt}", field, column, choices)


def _verdicts(frame: pd.DataFrame, choices: Choices, theme: Theme) -> Chart:
    part = chosen(frame, choices, but="verdict")
    table = part["verdict"].value_counts(sort=False).rename_axis("verdict").reset_index(name="n")
    return drawn.verdicts(table, theme, choices.get("verdict", []))


def _sureness(frame: pd.DataFrame, choices: Choices, theme: Theme) -> Chart:
    part = chosen(frame, choices, but="sureness")
    sizes = part.groupby(["sureness", "verdict"], observed=False).size()
    table = sizes.reset_index(name="n").astype({"sureness": "str", "verdict": "str"})
    return drawn.sureness(table, theme, choices.get("sureness", []))


def _over_time(frame: pd.DataFrame, choices: Choices, grain: Grain, theme: Theme) -> Chart | None:
    if "date" not in frame:
        return None
    part = chosen(frame, choices, but="period")
    table = over_time.over_time(part, grain)
    if table.empty:
        return None
    return drawn.over_time(table, over_time.trend(part), theme, choices.get("period", []))


def _groups(frame: pd.DataFrame, choices: Choices, title: str | None, theme: Theme) -> Chart | None:
    if "group" not in frame or title is None:
        return None
    table = shares.by(chosen(frame, choices, but="group"), "group")
    table = table.sort_values("share", ascending=False).astype({"group": "str"})
    finding = drawn.best_and_worst(table, "group", title.lower())
    return drawn.parts(table, "group", finding, theme, choices.get("group", []))


def _length(frame: pd.DataFrame, choices: Choices, theme: Theme) -> Chart:
    table = shares.by(chosen(frame, choices, but="length"), "length").astype({"length": "str"})
    finding = drawn.best_and_worst(table, "length", "length")
    return drawn.parts(table, "length", f"By length: {finding}", theme, choices.get("length", []))
