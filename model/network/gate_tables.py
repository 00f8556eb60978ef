"""The network made ready to read: its gates tabled for every word, once, when it is loaded.

What a word gives to its own gates and to its neighbours' depends on the word alone, so a review
needs no matrix product, only two rows of a table a word. V words, H hidden units a direction, in D
strands of 64 (inference_kernels.py); the last strand of a direction is filled up with zeros.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.arrays import F32
from model.network.inference_kernels import UNITS

_STEPS = 127  # the largest entry, in 8 bits
_CUTS = (1.0, 0.97, 0.94, 0.91, 0.88, 0.85, 0.8)  # of the largest part
_COMMON = 300  # words that count much alike
_WORDS_AT_ONCE = 256  # so that folding needs, and leaves behind, little memory beside the tables

Weights = dict[str, F32]  # by the names of qrnn.py


@dataclass(frozen=True)
class GateTables:
    """Gates before they are squashed are scale * (own + beside), from -1 to 1 and then flat.

    Half of those of scan.py, and of forget and output a quarter, so that all three are one
    loop.
    """

    tables: NDArray[np.int8]  # (D, V, 2, 192): strand, word, own or for the neighbour, gate
    scale: F32  # (D, 192)
    nothing: F32  # (D, 192): these gates where no word moves them
    head: F32  # (D, 2, 64): what a unit's maximum and mean add to the logit
    bias: float


def largest_gates(weights: Weights) -> F32:
    """(2, 3H) the largest entry of each gate's table; an artifact keeps it, so that loading is
    quick. Some of the largest parts of gates are cut, where that makes the squared error of 8 bits
    least over all words, which stand in the order of their frequency (and so count by Zipf)."""
    largest = np.full((2, len(weights["own.bias"]) // 2), 1e-6, np.float32)
    for _, gates in _gates(weights):
        np.maximum(largest, np.abs(gates).max(axis=(1, 2)), out=largest)
    errors = np.zeros((len(_CUTS), *largest.shape))
    for start, gates in _gates(weights):
        often = 1 / (_COMMON + start + np.arange(gates.shape[1]))[:, None, None]
        for k, cut in enumerate(_CUTS):
            scale = (np.float32(cut) * largest / np.float32(_STEPS))[:, None, None]
            errors[k] += (often * (gates - scale * _rounded(gates / scale)) ** 2).sum(axis=(1, 2))
    cuts: F32 = np.array(_CUTS, np.float32)[errors.argmin(axis=0)]
    return largest * cuts


def _rounded(steps: F32) -> F32:
    rounded: F32 = np.rint(steps).clip(-_STEPS, _STEPS)
    return rounded


def fold(weights: Weights, largest: F32) -> GateTables:
    """Every word's gates, in bytes, strand by strand; `largest` as largest_gates gives it."""
    n_words, n_gates = len(weights["embedding.weight"]), len(weights["own.bias"]) // 2
    n_strands = 2 * -(-n_gates // (3 * UNITS))
    tables = np.empty((n_strands, n_words, 2, 3 * UNITS), np.int8)
    scale = largest / np.float32(_STEPS)
    for start, gates in _gates(weights):
        steps = _rounded(gates / scale[:, None, None])
        tables[:, start : start + steps.shape[1]] = gates_by_strand(steps)
    part = np.repeat(np.array([1 / 2, 1 / 4, 1 / 4], np.float32), n_gates // 3)
    nothing = part * weights["own.bias"].reshape(2, -1)
    head = weights["head.weight"].astype(np.float32).reshape(2, 2, -1)  # kind, direction
    return GateTables(
        tables,
        gates_by_strand(part * scale),
        gates_by_strand(nothing),
        _by_strand(head.swapaxes(0, 1)),
        float(weights["head.bias"][0]),
    )


def gates_by_strand(gates: F32) -> F32:
    """(2, ..., 3H) -> (D, ..., 192)."""
    found = _by_strand(gates.reshape(*gates.shape[:-1], 3, -1))
    return found.reshape(*found.shape[:-2], -1)


def _by_strand(values: F32) -> F32:
    """(2, ..., H) -> (D, ..., 64)."""
    missing = -values.shape[-1] % UNITS
    if missing:
        values = np.pad(values, [(0, 0)] * (values.ndim - 1) + [(0, missing)])
    strands = np.moveaxis(values.reshape(*values.shape[:-1], -1, UNITS), -2, 1)
    return np.ascontiguousarray(strands.reshape(-1, *strands.shape[2:]))


def _gates(weights: Weights) -> Iterator[tuple[int, F32]]:
    """Some words at a time: the first one's number, (2, words, 2, 3H) gates as floats."""
    rows = np.concatenate([weights["own.weight"], weights["beside.weight"]]).T
    bias = np.concatenate([weights["own.bias"], np.zeros_like(weights["own.bias"])])
    for start in range(0, len(weights["embedding.weight"]), _WORDS_AT_ONCE):
        both = weights["embedding.weight"][start : start + _WORDS_AT_ONCE] @ rows + bias
        yield start, both.reshape(len(both), 2, 2, -1).transpose(2, 0, 1, 3).copy()
