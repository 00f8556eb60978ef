"""How sure a share is: 95 % intervals and tests, elementwise.

scipy and statsmodels are the oracles in the tests; here NumPy is enough.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Bounds = tuple[Floats, Floats]
Verdicts = tuple[int, int, int]  # how many are positive, negative, and all

Z = 1.959963984540054  # the normal distribution's 97.5 % point


def wilson(hits: ArrayLike, n: ArrayLike) -> Bounds:
    """Of the share hits / n (Wilson 1927): never below 0 or above 1; nan where n is 0."""
    hits, n = _floats(hits), _floats(n)
    with np.errstate(invalid="ignore", divide="ignore"):
        share, weight = hits / n, Z * Z / n
        centre = (share + weight / 2) / (1 + weight)
        half = np.sqrt(share * (1 - share) * weight + weight * weight / 4) / (1 + weight)
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


def net(positive: ArrayLike, negative: ArrayLike, n: ArrayLike) -> Bounds:
    """Of (positive - negative) / n, two shares of the same reviews.

    That is a difference of paired proportions: Agresti and Min 2005, half a review added to each
    of four cells, so that a group in which all agree still has an interval.
    """
    positive, negative, n = _floats(positive) + 0.5, _floats(negative) + 0.5, _floats(n) + 2
    centre = (positive - negative) / n
    half = Z * np.sqrt(positive + negative - n * centre**2) / n
    return np.maximum(centre - half, -1.0), np.minimum(centre + half, 1.0)


def net_change(earlier: Verdicts, later: Verdicts) -> tuple[float, float, float]:
    """Of the difference of two net sentiments: low, high, and the chance of one so large if there
    is none (normal, each side with a variance and the added halves of its own, as in net())."""
    (mean, variance), (other, other_variance) = map(_net_moments, (earlier, later))
    change, spread = other - mean, math.sqrt(variance + other_variance)
    p = math.erfc(abs(change) / spread / math.sqrt(2))
    return change - Z * spread, change + Z * spread, p


def _net_moments(verdicts: Verdicts) -> tuple[float, float]:
    """The mean of +1, 0 and -1, and the variance of that mean."""
    positive, negative, n = verdicts[0] + 0.5, verdicts[1] + 0.5, verdicts[2] + 2
    mean = (positive - negative) / n
    return mean, ((positive + negative) / n - mean**2) / n


def newcombe(hits: ArrayLike, n: ArrayLike, other_hits: ArrayLike, other_n: ArrayLike) -> Bounds:
    """Of the difference hits / n - other_hits / other_n (Newcombe 1998, method 10)."""
    share, other = _floats(hits) / _floats(n), _floats(other_hits) / _floats(other_n)
    low, high = wilson(hits, n)
    other_low, other_high = wilson(other_hits, other_n)
    difference = share - other
    below = np.sqrt((share - low) ** 2 + (other_high - other) ** 2)
    above = np.sqrt((high - share) ** 2 + (other - other_low) ** 2)
    return difference - below, difference + above


def p_value(hits: float, n: float, other_hits: float, other_n: float) -> float:
    """Of the hypothesis that two shares are the same: the score test, two-sided."""
    pooled = (hits + other_hits) / (n + other_n)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / other_n))
    if spread == 0:
        return 1.0
    z = (hits / n - other_hits / other_n) / spread
    return math.erfc(abs(z) / math.sqrt(2))


def holm(p_values: ArrayLike) -> Floats:
    """Adjusted for how many were tested (Holm 1979)."""
    p = _floats(p_values)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted


def differs_from_rest(hits: ArrayLike, n: ArrayLike, all_hits: float, all_n: float) -> Floats:
    """Of each part's share: p of the hypothesis that the rest has the same, adjusted (Holm)."""
    p = [
        p_value(hit, size, all_hits - hit, all_n - size) if size < all_n else 1.0
        for hit, size in zip(_floats(hits).tolist(), _floats(n).tolist(), strict=True)
    ]
    return holm(p)


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
