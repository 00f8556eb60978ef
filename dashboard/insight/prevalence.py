"""The true share of positive reviews, from a few that a person labels.

The model's own share is off by its errors. So a person labels a random sample, drawn from each
verdict; what is found there is weighted by how frequent each verdict is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.insight import intervals
from dashboard.insight.reviews import VERDICTS
from dashboard.results import POSITIVE

N_TO_LABEL = 50
_FEWEST = 8  # of each verdict that has so many


@dataclass(frozen=True)
class Estimate:
    share: float
    low: float
    high: float
    n: int  # labelled


def to_label(frame: pd.DataFrame, n: int = N_TO_LABEL, seed: int = 0) -> pd.DataFrame:
    """A random sample in random order, more where the model's verdict says less (Neyman 1934)."""
    quota = _quota(frame, n)
    parts = [
        frame[frame["verdict"] == verdict].sample(quota[verdict], random_state=seed)
        for verdict in VERDICTS
    ]
    return pd.concat(parts).sample(frac=1, random_state=seed)


def _quota(frame: pd.DataFrame, n: int) -> dict[str, int]:
    """How many of each verdict: a few of all, the rest one by one to where most is missing."""
    doubt = (frame["probability"] * (1 - frame["probability"])) ** 0.5
    size = frame["verdict"].value_counts().reindex(VERDICTS, fill_value=0)
    wanted = doubt.groupby(frame["verdict"], observed=False).sum().reindex(VERDICTS).fillna(0)
    quota = {verdict: int(min(size[verdict], _FEWEST)) for verdict in VERDICTS}
    for _ in range(min(n, len(frame)) - sum(quota.values())):
        left = [verdict for verdict in VERDICTS if quota[verdict] < size[verdict]]
        quota[max(left, key=lambda verdict: wanted[verdict] / (quota[verdict] + 1))] += 1
    return quota


def estimate(frame: pd.DataFrame, labels: Mapping[int, str]) -> Estimate:
    """`labels` names the true verdict of rows that to_label() drew.

    A Wilson interval for each verdict, added up as independent parts (Zou and Donner 2008). A
    verdict without a label yet counts with the model's own share and an interval from 0 to 1.
    """
    true = frame["row"].map(dict(labels)).eq(POSITIVE)
    known = frame["row"].isin(labels)
    share, below, above = 0.0, 0.0, 0.0
    for verdict in VERDICTS:
        inside = frame["verdict"] == verdict
        if not inside.any():
            continue
        middle, low, high = _of_stratum(true[inside & known], frame.loc[inside, "probability"])
        weight = float(inside.mean())
        share += weight * middle
        below += (weight * (middle - low)) ** 2
        above += (weight * (high - middle)) ** 2
    low, high = max(0.0, share - below**0.5), min(1.0, share + above**0.5)
    return Estimate(share, low, high, int(known.sum()))


def _of_stratum(true: pd.Series, probability: pd.Series) -> tuple[float, float, float]:
    if true.empty:
        return float(probability.mean()), 0.0, 1.0
    low, high = intervals.wilson(true.sum(), len(true))
    return float(true.mean()), float(low), float(high)
