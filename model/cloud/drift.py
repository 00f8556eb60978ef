"""How far the reviews that come in are from those that the model was validated on.

Three figures of each review: its length in words, its share of unknown words, and the model's
probability. Each is compared by the population stability index (PSI) and by the two-sample
Kolmogorov-Smirnov test.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from scipy.stats import ks_2samp

from model.arrays import F64
from model.text.tokenizer import UNKNOWN, Tokenizer

FIGURES = {
    "length": "words in a review",
    "unknown": "share of unknown words",
    "probability": "probability of positive",
}
N_BINS = 10
# The usual reading of the PSI: Siddiqi, Credit Risk Scorecards, 2006.
WATCH, DRIFT = 0.1, 0.25


@dataclass(frozen=True)
class Reviews:
    """The figures of n reviews, each of shape (n,)."""

    length: F64
    unknown: F64
    probability: F64

    def __len__(self) -> int:
        return len(self.length)


@dataclass(frozen=True)
class Comparison:
    figure: str
    psi: float
    ks: float
    p_value: float

    @property
    def verdict(self) -> Literal["stable", "watch", "drift"]:
        if self.psi < WATCH:
            return "stable"
        return "watch" if self.psi < DRIFT else "drift"


def measure(tokenizer: Tokenizer, cleaned: list[str], probability: F64) -> Reviews:
    ids = [tokenizer.encode(text).ids for text in cleaned]
    unknown = [float((each == UNKNOWN).mean()) if len(each) else 0.0 for each in ids]
    lengths = [float(len(each)) for each in ids]
    # As precise as they are stored, so that a file compared with itself shows no drift.
    return Reviews(*(np.round(each, 4) for each in (lengths, unknown, probability)))


def compare(reference: Reviews, current: Reviews) -> list[Comparison]:
    return [_compare(name, getattr(reference, name), getattr(current, name)) for name in FIGURES]


def shares(values: F64, edges: F64) -> F64:
    """How the values spread over the bins between the edges, the outer ones open."""
    bins = np.searchsorted(edges, values)  # an edge belongs below: many reviews know every word
    return np.bincount(bins, minlength=len(edges) + 1) / len(values)


def inner_edges(reference: F64) -> F64:
    """That cut the reference into tenths; fewer where many values are the same."""
    found: F64 = np.unique(np.quantile(reference, np.linspace(0, 1, N_BINS + 1)[1:-1]))
    return found


def stability_index(reference: F64, current: F64) -> float:
    """PSI: sum of (q - p) ln(q / p) over the bins; an empty one counts as half a review."""
    edges = inner_edges(reference)
    p = np.maximum(shares(reference, edges), 0.5 / len(reference))
    q = np.maximum(shares(current, edges), 0.5 / len(current))
    return float(((q - p) * np.log(q / p)).sum())


def save(path: Path, reviews: Reviews, artifact_version: str) -> None:
    columns = {name: values.tolist() for name, values in asdict(reviews).items()}
    path.write_text(json.dumps({"artifact_version": artifact_version, **columns}) + "\n", "utf-8")


def read(content: bytes, artifact_version: str) -> Reviews:
    """Raises ValueError if these are the figures of another model."""
    found = json.loads(content)
    if found["artifact_version"] != artifact_version:
        raise ValueError(f"of artifact {found['artifact_version']}")
    return Reviews(*(np.array(found[name], float) for name in FIGURES))


def _compare(name: str, reference: F64, current: F64) -> Comparison:
    test = ks_2samp(reference, current)
    psi = stability_index(reference, current)
    return Comparison(name, psi, float(test.statistic), float(test.pvalue))
