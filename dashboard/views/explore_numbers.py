"""Explore, above its tabs: what is looked at in a few numbers, and what could not be read."""

import pandas as pd

from dashboard import wording
from dashboard.charts.parts import division
from dashboard.insight import shares
from dashboard.insight.filters import Choices
from dashboard.results import VERDICTS
from dashboard.views.cards import Card
from dashboard.wording import between, count, percent, points


def numbers(shown: pd.DataFrame, choices: Choices) -> list[Card]:
    """What is looked at, in a few numbers, with the interval that each is known in.

    Of reviews chosen by their verdict, shares of verdicts say nothing: they are counted.
    """
    counted = _counts(shown) if choices.get("verdict") else _shares(shown)
    return counted + _more_numbers(shown)


def not_read(shown: pd.DataFrame) -> str:
    """What becomes of what the model cannot read, where that is much."""
    if said := wording.not_read(shares.n_unread(shown), len(shown)):
        said += " Times, groups and comparisons leave them out too, and no words come from them."
    return said


def _counts(shown: pd.DataFrame) -> list[Card]:
    counts = shown["verdict"].value_counts()
    return [Card(name, f"{counts[name]:,}", "reviews") for name in VERDICTS if counts[name]]


def _shares(shown: pd.DataFrame) -> list[Card]:
    if len(shown) == shares.n_unread(shown):
        return [Card("Hard to tell", f"{len(shown):,}", "none could be read")]
    of_all = shares.overall(shown)
    return [
        Card("Positive", percent(of_all.share), between(of_all.low, of_all.high)),
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
            f"{of_all.divided:.0%}" if of_all.divided == of_all.divided else "–",
            division(of_all),
            "How far apart the reviews are: 100% when half are clearly for and half clearly "
            "against (from 75% divided, from 40% mixed), 0% when all say the same. Under 40% they "
            "are of one mind when three in four take one side, else lukewarm.",
        ),
    ]


def _more_numbers(shown: pd.DataFrame) -> list[Card]:
    cards = []
    if "stars" in shown and shown["stars"].notna().any():
        cards.append(_stars_given(shown["stars"], shown.iloc[0]))
    if shown["corrected"].any():
        cards.append(Card("Decided by you", f"{shown['corrected'].sum():,}", "count as you said"))
    return cards


def _stars_given(stars: pd.Series, one: pd.Series) -> Card:
    n, without = int(stars.notna().sum()), int(stars.isna().sum())
    below = [count(n, "rating"), f"{without:,} without" if without else ""]
    below += ["fewer are better" if one["fewer_better"] else ""]
    mean = f"{stars.mean():.1f} of {one['most_stars']:.0f}"
    return Card("Stars", mean, ", ".join(filter(None, below)))
