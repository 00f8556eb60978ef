"""Each word's share in the logit, in its context, exact and without a gradient.

The logit is bias + w_max · max_t h_t + w_mean · mean_t h_t. The maximum of each unit comes from one
word, the mean from all of them alike, so the logit is a sum over words with nothing left over.
"""

import numpy as np
from numpy.typing import NDArray

from model.artifact import Weights
from model.recurrence import Floats


def shares(weights: Weights, states: Floats) -> NDArray[np.float64]:
    """(n, 2H) states of one review -> (n,) parts of the logit; `baseline` plus them is it."""
    for_maximum, for_mean = np.split(weights["head.weight"][0].astype(np.float64), 2)
    result: NDArray[np.float64] = states @ for_mean / len(states)
    winners = states.argmax(axis=0)  # for each unit, the word that gives its maximum
    np.add.at(result, winners, for_maximum * states[winners, np.arange(states.shape[1])])
    return result


def baseline(weights: Weights) -> float:
    return float(weights["head.bias"][0])
