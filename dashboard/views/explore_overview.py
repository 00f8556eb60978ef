"""Explore, first tab: the numbers, and where they differ."""

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from dashboard.charts.over_time import over_time as time_chart
from dashboard.charts.parts import best_and_worst, division, parts
from dashboard.charts.style import Chart, Theme
from dashboard.charts.verdicts import sureness as sureness_chart
from dashboard.charts.verdicts import verdicts as verdicts_chart
from dashboard.insight import over_time, shares
from dashboard.insight.filters import Choices, chosen
from dashboard.insight.over_time import Grain
from dashboard.insight.reviews import VERDICTS, best_possible_stars
from dashboard.views.cards import Card
from dashboard.views.chart import theme as current_theme
from dashboard.views.explore_filters import draw
from dashboard.wording import count, percent, points

_BY = {"length": "length", "rating": "stars"}


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
            division(of_all.divided),
            "100% when half are clearly for and half clearly against; 0% when all say the same.",
        ),
    ]
    return cards + _more_numbers(shown)


def _more_numbers(shown: pd.DataFrame) -> list[Card]:
    cards = []
    if "stars" in shown and shown["stars"].notna().any():
        best = best_possible_stars(shown["stars"])
        rated = count(int(shown["stars"].notna().sum()), "rating")
        cards.append(Card("Stars", f"{shown['stars'].mean():.1f} of {best:.0f}", rated))
    if shown["corrected"].any():
        cards.append(Card("Decided by you", f"{shown['corrected'].sum():,}", "count as you said"))
    return cards


def figures(
    frame: pd.DataFrame, choices: Choices, grain: Grain, group: str | None, theme: Theme
) -> Iterator[tuple[str, Chart]]:
    """Every chart of the tab with its name; each leaves its own filter out.

    One by one: the browser can begin with the first while the last is counted.
    """
    yield "Verdicts", _verdicts(frame, choices, theme)
    yield "Confidence", _sureness(frame, choices, theme)
    if over_time := _over_time(frame, choices, grain, theme):
        yield "Over time", over_time
    if groups := _groups(frame, choices, group, theme):
        yield "Groups", groups
    if length := _parts(frame, choices, "length", theme):
        yield "Length", length
    if "rating" in frame and (stars := _parts(frame, choices, "rating", theme)):
        yield "Stars", stars


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
        "Stars": ("rating", "rating", "Share of positive by stars."),
    }
    columns = st.columns(2, gap="medium")
    found = figures(frame, choices, grain, group, current_theme())
    for i, (name, chart) in enumerate(found):
        field, column, says = fields[name]
        with columns[i % 2].container(border=True):
            draw(chart, says, field, column, choices)


def _verdicts(frame: pd.DataFrame, choices: Choices, theme: Theme) -> Chart:
    table = shares.verdicts(chosen(frame, choices, but="verdict"))
    return verdicts_chart(table, theme, choices.get("verdict", []))


def _sureness(frame: pd.DataFrame, choices: Choices, theme: Theme) -> Chart:
    table = shares.sureness(chosen(frame, choices, but="sureness"))
    return sureness_chart(table, theme, choices.get("sureness", []))


def _over_time(frame: pd.DataFrame, choices: Choices, grain: Grain, theme: Theme) -> Chart | None:
    if "date" not in frame:
        return None
    part = chosen(frame, choices, but="period")
    table = over_time.over_time(part, grain)
    if table.empty:
        return None
    return time_chart(table, over_time.trend(part), theme, choices.get("period", []))


def _groups(frame: pd.DataFrame, choices: Choices, title: str | None, theme: Theme) -> Chart | None:
    if "group" not in frame or title is None:
        return None
    table = shares.by(chosen(frame, choices, but="group"), "group")
    table = table.sort_values("share", ascending=False).astype({"group": "str"})
    finding = best_and_worst(table, "group", title.lower())
    return parts(table, "group", finding, theme, choices.get("group", []))


def _parts(frame: pd.DataFrame, choices: Choices, column: str, theme: Theme) -> Chart | None:
    table = shares.by(chosen(frame, choices, but=column), column).astype({column: "str"})
    if table.empty:
        return None
    noun = "length" if column == "length" else "number of stars"
    finding = f"By {_BY[column]}: {best_and_worst(table, column, noun)}"
    return parts(table, column, finding, theme, choices.get(column, []))
