"""Where the model is better and where worse: groups of reviews, and parts of reviews."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model.arrays import F64, Bools
from model.evaluate import N_BINS, confidence_bins, expected_calibration_error
from model.intervals import Interval, wilson
from model.text.sentences import spans

LENGTHS = (0, 60, 150, 300, 600)  # tokens; each group ends where the next begins
MIN_OF_FILM = 20  # reviews; of fewer, a film's accuracy is mostly chance
_DRAWS = 1000


@dataclass(frozen=True)
class Slice:
    """A group of n reviews and how many were judged right."""

    name: str
    n: int
    right: int

    @property
    def accuracy(self) -> float:
        return self.right / self.n

    @property
    def interval(self) -> Interval:
        low, high = wilson(self.right, self.n)
        return float(low), float(high)


def by_length(n_tokens: NDArray[np.int64], right: Bools) -> list[Slice]:
    starts = np.array(LENGTHS)
    names = [*(f"{a} to {b - 1}" for a, b in pairwise(LENGTHS)), f"{LENGTHS[-1]} or more"]
    names[0] = f"under {LENGTHS[1]}"
    return _slices(np.searchsorted(starts, n_tokens, side="right") - 1, right, names)


def by_rating(rating: NDArray[np.int64], right: Bools) -> list[Slice]:
    return _slices(rating, right, [str(star) for star in range(11)])


def by_film(movie: pd.Series, right: Bools) -> list[Slice]:
    """The films with enough reviews, the hardest first."""
    titles, numbers = np.unique(movie.to_numpy(dtype=str), return_inverse=True)
    films = _slices(numbers, right, titles.tolist())
    return sorted((film for film in films if film.n >= MIN_OF_FILM), key=lambda film: film.accuracy)


def _slices(group: NDArray[np.int64], right: Bools, names: list[str]) -> list[Slice]:
    sizes = np.bincount(group, minlength=len(names))
    hits = np.bincount(group, weights=right, minlength=len(names))
    found = zip(names, sizes.tolist(), hits.tolist(), strict=True)
    return [Slice(name, n, int(right)) for name, n, right in found if n]


def reliability(confidence: F64, right: Bools) -> pd.DataFrame:
    """A row for each bin of confidence that holds a verdict, with Wilson's interval.

    start and end of the bin, n, mean confidence, accuracy, low, high.
    """
    numbers = confidence_bins(confidence)
    n = np.bincount(numbers, minlength=N_BINS)
    hits = np.bincount(numbers, weights=right, minlength=N_BINS)[n > 0]
    total = np.bincount(numbers, weights=confidence, minlength=N_BINS)[n > 0]
    start, n = np.linspace(0.5, 1, N_BINS + 1)[:-1][n > 0], n[n > 0]
    low, high = wilson(hits, n)
    return pd.DataFrame({
        "start": start, "end": start + 0.5 / N_BINS, "n": n, "confidence": total / n,
        "accuracy": hits / n, "low": low, "high": high,
    })  # fmt: skip


def ece_by_chance(confidence: F64) -> tuple[float, float]:
    """(mean, 95th percentile) of the ECE if every confidence were exactly true.

    An ECE is never 0: each bin's accuracy is off by chance. This says how much of it is that.
    """
    rng = np.random.default_rng(0)
    drawn = [
        expected_calibration_error(confidence, rng.random(len(confidence)) < confidence)
        for _ in range(_DRAWS)
    ]
    return float(np.mean(drawn)), float(np.quantile(drawn, 0.95))


def first_two_sentences(text: str) -> str:
    return _joined(text, spans(text)[:2])


def last_two_sentences(text: str) -> str:
    return _joined(text, spans(text)[-2:])


def _joined(text: str, chosen: Iterable[tuple[int, int]]) -> str:
    return " ".join(text[start:end].strip() for start, end in chosen)
