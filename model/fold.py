"""The network made ready to read: its gates tabled for every word, once, when it is loaded.

What a word gives to its own gates and to its neighbours' depends on the word alone, so a review
needs no matrix product, only two rows of a table a word. V words, H hidden units a direction.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_STEPS = 127  # the largest entry, in 8 bits
_WORDS_AT_ONCE = 256  # so that folding needs, and leaves behind, little memory beside the tables

Floats = NDArray[np.float32]
Weights = dict[str, Floats]  # by the names of model/network.py


@dataclass(frozen=True)
class Folded:
    """Gates before activation are scale * (own + beside), halved for forget and output.

    Halved, because sigmoid(x) = tanh(x / 2) / 2 + 1 / 2, so all three gates are one loop of tanh.
    """

    tables: NDArray[np.int8]  # (2, V, 2, 3H): direction, word, own or for the neighbour, gate
    scale: Floats  # (2, 3H)
    nothing: Floats  # (2, 3H): these gates where no word moves them
    head: Floats  # (4H,)
    bias: float


def largest_gates(weights: Weights) -> Floats:
    """(2, 3H) size of each gate's largest part; an artifact keeps it, so that loading is quick."""
    largest = np.full((2, len(weights["own.bias"]) // 2), 1e-6, np.float32)
    for _, gates in _gates(weights):
        np.maximum(largest, np.abs(gates).max(axis=(1, 2)), out=largest)
    return largest


def fold(weights: Weights, largest: Floats) -> Folded:
    n_words, n_gates = len(weights["embedding.weight"]), len(weights["own.bias"]) // 2
    scale = largest / np.float32(_STEPS)
    tables = np.empty((2, n_words, 2, n_gates), np.int8)
    for start, gates in _gates(weights):
        steps = gates / scale[:, None, None]
        tables[:, start : start + steps.shape[1]] = np.rint(steps, out=steps)
    nothing = weights["own.bias"].reshape(2, -1).astype(np.float32)
    for halved in (scale, nothing):
        halved[:, n_gates // 3 :] /= 2
    head = weights["head.weight"][0].astype(np.float32)
    return Folded(
        tables, scale, nothing, np.ascontiguousarray(head), float(weights["head.bias"][0])
    )


def _gates(weights: Weights) -> Iterator[tuple[int, Floats]]:
    """Some words at a time: the first one's number, (2, words, 2, 3H) gates as floats."""
    rows = np.concatenate([weights["own.weight"], weights["beside.weight"]]).T
    bias = np.concatenate([weights["own.bias"], np.zeros_like(weights["own.bias"])])
    for start in range(0, len(weights["embedding.weight"]), _WORDS_AT_ONCE):
        both = weights["embedding.weight"][start : start + _WORDS_AT_ONCE] @ rows + bias
        yield start, both.reshape(len(both), 2, 2, -1).transpose(2, 0, 1, 3).copy()
