"""How well the verdicts agree with what is known to be true: labels, stars or a person's verdicts.

A judged frame has, beside what reviews.py gives, `truth` (Positive or Negative) and `right`.
"""

import math
from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.insight import intervals, quotes, shares
from dashboard.insight.intervals import Bools, Floats
from dashboard.results import NEGATIVE, POSITIVE, UNCERTAIN, unread

_DRAWS = 200
_MOST_DRAWN = 5_000
_USUAL = 50  # per cent: from here on a review is called positive
_CLEARLY = 3.0  # standard deviations: of 99 thresholds one may look better by chance


def by_labels(frame: pd.DataFrame, meaning: Mapping[str, str | None]) -> pd.DataFrame:
    return judged(frame, frame["label"].map(dict(meaning)))


def by_stars(frame: pd.DataFrame) -> pd.DataFrame:
    return judged(frame, frame["liked"].map({True: POSITIVE, False: NEGATIVE}))


def judged(frame: pd.DataFrame, truth: pd.Series) -> pd.DataFrame:
    """The rows whose truth is known."""
    known = frame.assign(truth=truth)[truth.notna()]
    says = np.where(known["probability"] >= 0.5, POSITIVE, NEGATIVE)
    return known.assign(right=known["truth"].astype("str") == says)


def accuracy(judged: pd.DataFrame) -> pd.Series:
    """n, share, low, high."""
    n, hits = len(judged), int(judged["right"].sum())
    low, high = intervals.wilson(hits, n)
    share = hits / n if n else np.nan
    return pd.Series({"n": n, "share": share, "low": float(low), "high": float(high)})


def confusion(judged: pd.DataFrame) -> pd.DataFrame:
    """truth, verdict, n and share of that truth: what the model says of each; it may be unsure."""
    table = pd.crosstab(judged["truth"], judged["verdict"]).reindex(
        index=[POSITIVE, NEGATIVE], columns=[POSITIVE, UNCERTAIN, NEGATIVE], fill_value=0
    )
    long = (
        table.rename_axis("truth").reset_index().melt("truth", var_name="verdict", value_name="n")
    )
    return long.assign(share=long["n"] / long.groupby("truth")["n"].transform("sum").clip(lower=1))


def reliability(judged: pd.DataFrame) -> pd.DataFrame:
    """By tenths of the probability: n, said (mean probability), true (share), low, high."""
    tenth = (judged["probability"] * 10).astype(int).clip(upper=9)
    positive = judged["truth"] == POSITIVE
    by = pd.DataFrame({"p": judged["probability"], "y": positive}).groupby(tenth)
    table = by.agg(n=("y", "size"), said=("p", "mean"), hits=("y", "sum"))
    low, high = intervals.wilson(table["hits"], table["n"])
    return table.assign(true=table["hits"] / table["n"], low=low, high=high).reset_index(drop=True)


def calibration_error(probability: Floats, positive: Floats) -> float:
    """ECE (Naeini et al. 2015) of what reliability() shows: mean |share of positive - probability|
    over ten bins, by their size. Not of the confidence, as in the model card: there praise that is
    too sure and blame that is not sure enough may cancel out."""
    bins = np.minimum((probability * 10).astype(int), 9)
    gaps = np.bincount(bins, weights=positive - probability, minlength=10)
    return float(np.abs(gaps).sum() / len(bins))


def error_by_chance(probability: Floats) -> float:
    """The error that perfect probabilities stay under 19 times in 20, with so few reviews."""
    probability = np.sort(probability)  # whatever the order of rows
    if len(probability) > _MOST_DRAWN:
        drawn = np.random.default_rng(0).choice(probability, _MOST_DRAWN)
        # It shrinks with the root of their number.
        return error_by_chance(drawn) * math.sqrt(_MOST_DRAWN / len(probability))
    draws = np.random.default_rng(0).random((_DRAWS, len(probability))) < probability
    errors = [calibration_error(probability, draw.astype(float)) for draw in draws]
    return float(np.quantile(errors, 0.95))


def thresholds(judged: pd.DataFrame) -> pd.DataFrame:
    """For each threshold in per cent: accuracy, precision and recall of positive, said_positive."""
    truth = (judged["truth"] == POSITIVE).to_numpy()
    per_cent = np.arange(1, 100)
    said = judged["probability"].to_numpy()[None, :] >= per_cent[:, None] / 100
    hits, called = (said & truth).sum(axis=1), said.sum(axis=1)
    right = (said == truth).mean(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall = hits / called, hits / truth.sum()
    return pd.DataFrame(
        {
            "threshold": per_cent, "accuracy": right, "precision": precision, "recall": recall,
            "said_positive": called / len(truth),
        }
    )  # fmt: skip


def better_threshold(judged: pd.DataFrame) -> int | None:
    """The one with most right, if it is clearly better than the usual one (McNemar 1947)."""
    table = thresholds(judged)
    best = int(table["threshold"].to_numpy()[table["accuracy"].to_numpy().argmax()])
    truth = (judged["truth"] == POSITIVE).to_numpy()
    probability = judged["probability"].to_numpy()
    right = ((probability >= at / 100) == truth for at in (best, _USUAL))
    won, lost = (int(n) for n in _only_one_right(*right))
    return best if won - lost - 1 > _CLEARLY * math.sqrt(max(won + lost, 1)) else None


def _only_one_right(one: Bools, other: Bools) -> tuple[np.int64, np.int64]:
    return (one & ~other).sum(), (other & ~one).sum()


def worst_errors(judged: pd.DataFrame) -> pd.DataFrame:
    """Those without a warning; what is hard to tell has said so."""
    sure = judged["verdict"] != UNCERTAIN
    wrong = judged[sure & ~judged["right"]].drop_duplicates("text")
    return wrong.nlargest(quotes.N_QUOTES, "confidence")


def slices(judged: pd.DataFrame) -> pd.DataFrame:
    """slice, part, n, share right, low, high, and whether it clearly differs from the rest."""
    rows = [
        (title, str(part), int(inside.sum()), int(judged.loc[inside, "right"].sum()))
        for title, column in _parts(judged).items()
        for part in column.astype("category").cat.categories
        if (inside := column == part).sum() >= shares.ENOUGH
    ]
    several = Counter(title for title, *_ in rows)
    rows = [row for row in rows if several[row[0]] > 1]  # one part alone is all of them
    table = pd.DataFrame(rows, columns=["slice", "part", "n", "hits"])
    table["share"] = table["hits"] / table["n"]
    table["low"], table["high"] = intervals.wilson(table["hits"], table["n"])
    hits, n = judged["right"].sum(), len(judged)
    p = intervals.differs_from_rest(table["hits"], table["n"], hits, n)
    return table.assign(clear=p < shares.CHANCE)


def _parts(judged: pd.DataFrame) -> dict[str, pd.Series]:
    language = unread(judged).map({True: "cannot be read", False: "English"})
    parts = {"Length": judged["length"], "Language": language}
    if "group" in judged and judged["group"].nunique() <= 12:
        parts["Group"] = judged["group"]
    return parts
