"""The true share of positive reviews, from a few that a person labels.

The model's own share is off by its errors. So a person labels a random sample, drawn from each
verdict; what is found there is weighted by how frequent each verdict is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.corrections import SKIPPED
from dashboard.insight import intervals
from dashboard.results import NEGATIVE, POSITIVE, VERDICTS

N_TO_LABEL = 50
_FEWEST = 8  # of each verdict that has so many


@dataclass(frozen=True)
class Estimate:
    """Of the reviews that take a side."""

    share: float
    low: float
    high: float
    n: int  # labelled
    sided: float  # share of all that take a side


def to_label(frame: pd.DataFrame, seed: int = 0) -> pd.DataFrame:
    """A random sample in random order, more where the model's verdict says less (Neyman 1934)."""
    quota = _quota(frame, N_TO_LABEL)
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
    """`labels` names the true verdict of rows that to_label() drew, or that they were skipped.

    A review that was skipped takes no side and is left out; but how many of each verdict are, is
    counted: else those with many of them would weigh too much. A Wilson interval for each verdict,
    added up as independent parts (Zou and Donner 2008), with what the weights may be off. A verdict
    without a label yet counts with the model's own share and an interval from 0 to 1.
    """
    said = frame["row"].map(dict(labels))
    strata = [
        (float(inside.mean()), *_of_stratum(said[inside].dropna(), frame["probability"][inside]))
        for inside in (frame["verdict"] == verdict for verdict in VERDICTS)
        if inside.any()
    ]
    size, n, sided, middle, low, high = np.array(strata).T
    weight = size * sided / (size @ sided)
    share = float(weight @ middle)
    # The weights' own: each follows from a share of n that took a side.
    off = (weight * (middle - share)) ** 2 * (1 - sided) / sided / np.maximum(n, 1)
    below = float(np.sum((weight * (middle - low)) ** 2 + off) ** 0.5)
    above = float(np.sum((weight * (high - middle)) ** 2 + off) ** 0.5)
    return Estimate(
        share, max(0.0, share - below), min(1.0, share + above),
        int(said.isin([POSITIVE, NEGATIVE]).sum()), float(size @ sided),
    )  # fmt: skip


def _of_stratum(said: pd.Series, probability: pd.Series) -> tuple[float, ...]:
    """How many were looked at, the share of them with a side, and of those the share of positive
    with its interval."""
    told = said[said != SKIPPED]
    # Half a review more: if all of a few were skipped, still not all of them are without a side.
    sided = (len(told) + 0.5) / (len(said) + 0.5)
    if told.empty:
        return len(said), sided, float(probability.mean()), 0.0, 1.0
    positive = (told == POSITIVE).sum()
    low, high = intervals.wilson(positive, len(told))
    return len(said), sided, positive / len(told), float(low), float(high)
