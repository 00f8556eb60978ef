"""How sure a measured share is: 95 % intervals, for single reviews and for whole films."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from model.arrays import F64, Bools

Interval = tuple[float, float]

_Z = 1.959963984540054  # the normal distribution's 97.5 % point
_DRAWS = 2000


def wilson(hits: ArrayLike, n: ArrayLike) -> tuple[F64, F64]:
    """(low, high) of hits / n, elementwise (Wilson 1927): unlike +- 2 sigma, within [0, 1]."""
    hits, n = np.asarray(hits, dtype=np.float64), np.asarray(n, dtype=np.float64)
    share, weight = hits / n, _Z * _Z / n
    centre = (share + weight / 2) / (1 + weight)
    half = np.sqrt(share * (1 - share) * weight + weight * weight / 4) / (1 + weight)
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


def of_share(right: Bools) -> Interval:
    """Wilson's interval of the share that is true."""
    low, high = wilson(right.sum(), len(right))
    return float(low), float(high)


def over_groups(right: Bools, group: pd.Series) -> Interval:
    """Of the share that is true, when whole groups are drawn anew (cluster bootstrap).

    Reviews of one film succeed and fail together, so this is wider than an interval that takes
    them for independent.
    """
    _, numbers = np.unique(group.to_numpy(dtype=str), return_inverse=True)
    sizes, hits = np.bincount(numbers), np.bincount(numbers, weights=right)
    drawn = np.random.default_rng(0).integers(len(sizes), size=(_DRAWS, len(sizes)))
    shares = hits[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(shares, [0.025, 0.975])
    return float(low), float(high)
