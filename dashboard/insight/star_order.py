"""Whether the stars run with the verdicts: grades, of which 1 is the best, run against them."""

import math
from typing import NamedTuple

import pandas as pd

from dashboard.insight.intervals import Z
from dashboard.insight.shares import ENOUGH, readable

_SURE = 3.0  # standard errors: to turn a scale round is much to suggest
_MOST = 1 - 1e-9  # Fisher's z of 1 has no end


class Order(NamedTuple):
    rho: float  # the rank correlation of the stars, worst to best, with the verdicts
    low: float
    high: float


def against_verdicts(frame: pd.DataFrame) -> Order | None:
    """Where it is clearly below 0; of reviews that the model can read."""
    rated = readable(frame[frame["place"].notna()])
    if len(rated) < ENOUGH:
        return None
    rho = float(rated["place"].rank().corr(rated["probability"].rank()))
    if math.isnan(rho):
        return None
    rho = min(max(rho, -_MOST), _MOST)
    # Of Fisher's z; the variance is Bonett and Wright's (2000), for ranks.
    spread = math.sqrt((1 + rho**2 / 2) / (len(rated) - 3))
    if math.atanh(rho) + _SURE * spread >= 0:
        return None
    low, high = (math.tanh(math.atanh(rho) + side * Z * spread) for side in (-1, 1))
    return Order(rho, low, high)
