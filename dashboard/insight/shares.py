"""How each part of the reviews is judged, with intervals: the numbers behind most charts."""

from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.insight import intervals
from dashboard.results import VERDICTS, unread

ENOUGH = 20  # reviews; the interval of a share is wider than 40 points below that
# What is less likely, if nothing differs, is called clear: a page has a handful of findings.
CHANCE = 0.01


def by(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """A row for each value of the column that occurs, in its order:

    n, positive, uncertain, negative (counts), share (positive) with low and high, net with net_low
    and net_high, divided, enough. Of reviews that the model can read: else those of a country, say,
    would be told apart by how many are in English.
    """
    frame = readable(frame)
    counted = frame.groupby([column, "verdict"], observed=False).size().unstack("verdict")
    shares = _measured(counted.loc[counted.sum(axis="columns") > 0])
    spread = frame.groupby(column, observed=True)["probability"].var(ddof=0)
    shares["divided"] = 4 * spread.reindex(shares.index).to_numpy()
    return shares.reset_index()


def furthest_apart(
    table: pd.DataFrame, verdict: Literal["positive", "negative"] = "positive"
) -> tuple[pd.Series, pd.Series] | None:
    """Of the rows of by() that clearly differ in what has this verdict, the two that do most, the
    larger share first; it is their `part`.

    Every pair is tested, and adjusted for how many there are (Holm): the best and the worst of
    fifty that are all the same would seem to differ. Each of the two verdicts has half the chance.
    """
    rows = table[table["enough"]]
    rows = rows.assign(part=rows[verdict] / rows["n"])
    rows = rows.sort_values("part", ascending=False, kind="stable")
    pairs = list(combinations(range(len(rows)), 2))
    hits, n = rows[verdict].tolist(), rows["n"].tolist()
    p = intervals.holm([intervals.p_value(hits[a], n[a], hits[b], n[b]) for a, b in pairs])
    clear = [pair for pair, chance in zip(pairs, p, strict=True) if chance < CHANCE / 2]
    if not clear:
        return None
    part = rows["part"].tolist()
    most, least = max(clear, key=lambda pair: part[pair[0]] - part[pair[1]])
    return rows.iloc[most], rows.iloc[least]


def overall(frame: pd.DataFrame) -> pd.Series:
    """The same numbers for all of it; nan where there are none. Of what can be read, as by() has
    it: or the share of all could lie below that of each part."""
    frame = readable(frame)
    counts = frame["verdict"].value_counts().rename("all").to_frame().T
    measured = _measured(counts).iloc[0]
    measured["divided"] = division(frame["probability"])
    return measured


def division(probability: pd.Series) -> float:
    """0 when all reviews say the same, 1 when half are clearly for and half clearly against.

    Four times the variance. The mean cannot tell lukewarm from torn, and Sarle's bimodality
    coefficient is 1 for any two camps, be one of them a single review.
    """
    return float(4 * probability.var(ddof=0))


def readable(frame: pd.DataFrame) -> pd.DataFrame:
    """Without those of which the model says that it cannot read them, unless a person has."""
    return frame[~unread(frame) | frame["corrected"]]


def n_unread(frame: pd.DataFrame) -> int:
    return len(frame) - len(readable(frame))


def verdicts(frame: pd.DataFrame) -> pd.DataFrame:
    """How many there are of each, and how many of them the model can read: verdict, n, read."""
    counts = {"n": frame["verdict"], "read": readable(frame)["verdict"]}
    table = pd.DataFrame({name: column.value_counts(sort=False) for name, column in counts.items()})
    return table.rename_axis("verdict").reset_index()


def sureness(frame: pd.DataFrame) -> pd.DataFrame:
    """How many there are in each band of confidence: sureness, from, to (per cent), verdict, n. Of
    what can be read: of the rest, the number means nothing."""
    bands = readable(frame).groupby(["sureness", "verdict"], observed=False)
    sizes = bands.size().reset_index(name="n")
    table = sizes.astype({"sureness": "str", "verdict": "str"})
    start = table["sureness"].str.split("–").str[0].astype(int)
    return table.assign(**{"from": start, "to": start + 5})


def _measured(counts: pd.DataFrame) -> pd.DataFrame:
    counts = counts.reindex(columns=VERDICTS, fill_value=0)
    positive, uncertain, negative = (counts[name].to_numpy(dtype=float) for name in counts)
    n = positive + uncertain + negative
    low, high = intervals.wilson(positive, n)
    net_low, net_high = intervals.net(positive, negative, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        share, net = positive / n, (positive - negative) / n
    return pd.DataFrame(
        {
            "n": n.astype(int), "positive": positive.astype(int),
            "uncertain": uncertain.astype(int), "negative": negative.astype(int),
            "share": share, "low": low, "high": high,
            "net": net, "net_low": net_low, "net_high": net_high, "enough": n >= ENOUGH,
        },
        index=counts.index,
    )  # fmt: skip
