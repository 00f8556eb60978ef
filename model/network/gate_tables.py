"""The network made ready to read: its gates tabled for every word, once, when it is loaded.

What a word gives to its own gates and to its neighbours' depends on the word alone, so a review
needs no matrix product, only two rows of a table a word. V words, H hidden units a direction, in D
strands of 64 (inference_kernels.py); the last strand of a direction is filled up with zeros.

Words stand in the order of their frequency, as tokenizer.py counts them. The commonest make most
of every review, so they are tabled in 16 bits, and all others in 8.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from model.arrays import F32
from model.network.inference_kernels import FINER, UNITS
from model.text.tokenizer import PADDING

N_FINE = 2048  # words; twice as many would be read more slowly
_COMMON, _RARE = slice(N_FINE), slice(N_FINE, None)
_FINE_STEPS, _STEPS = 2**15 - 1, 2**7 - 1  # the largest entries, in 16 bits and in 8
_CUTS = (1.0, 0.97, 0.94, 0.91, 0.88, 0.85, 0.8)  # of the largest part
_WORDS_AT_ONCE = 256  # so that folding needs, and leaves behind, little memory beside the tables

Weights = dict[str, F32]  # by the names of qrnn.py
_Integer = TypeVar("_Integer", np.int8, np.int16)


@dataclass(frozen=True)
class GateTables:
    """Gate inputs are scale * (own + beside), and saturate at -1 and 1.

    They are those of scan.py divided by 2 (candidate) or 4 (forget, output), so that one loop
    computes all three.
    """

    fine: NDArray[np.int16]  # (D, F, 2, 192): strand, word, own or for the neighbour, gate
    coarse: NDArray[np.int8]  # (D, V - F, 2, 192), in steps 2 ** FINER times as large
    scale: F32  # (D, 192) of a fine step
    nothing: F32  # (D, 192): these gates where no word moves them
    head: F32  # (D, 2, 64): what a unit's maximum and mean add to the logit
    bias: float


def largest_gates(weights: Weights) -> F32:
    """(2, 3H) the largest entry of each gate's coarse table; an artifact keeps it, so that loading
    is quick. Some of the largest parts of gates are cut, where that makes the squared error of 8
    bits least over these words, each as often as Zipf's law has it. The fine tables hold theirs."""
    fine = _largest(weights, _COMMON) * np.float32(_STEPS * 2**FINER / _FINE_STEPS)
    coarse = _largest(weights, _RARE)
    errors = np.zeros((len(_CUTS), *coarse.shape))
    for start, gates in _gates(weights, _RARE):
        often = 1 / (start + np.arange(gates.shape[1]))[:, None, None]
        for k, cut in enumerate(_CUTS):
            scale = (np.float32(cut) * coarse / np.float32(_STEPS))[:, None, None]
            rounded = scale * _rounded(gates / scale, _STEPS)
            errors[k] += (often * (gates - rounded) ** 2).sum(axis=(1, 2))
    cuts: F32 = np.array(_CUTS, np.float32)[errors.argmin(axis=0)]
    largest: F32 = np.maximum(fine, cuts * coarse)
    return largest


def _largest(weights: Weights, words: slice) -> F32:
    found = np.full((2, len(weights["own.bias"]) // 2), 1e-6, np.float32)
    for _, gates in _gates(weights, words):
        np.maximum(found, np.abs(gates).max(axis=(1, 2)), out=found)
    return found


def _rounded(steps: F32, most: int) -> F32:
    rounded: F32 = np.rint(steps).clip(-most, most)
    return rounded


def fold(weights: Weights, largest: F32) -> GateTables:
    """Every word's gates, strand by strand; `largest` as largest_gates gives it."""
    n_gates, scale = len(weights["own.bias"]) // 2, largest / np.float32(_STEPS)
    fine_scale = scale / np.float32(2**FINER)
    fine = _table(weights, _COMMON, fine_scale, np.int16)
    fine[:, PADDING] = 0
    part = np.repeat(np.array([1 / 2, 1 / 4, 1 / 4], np.float32), n_gates // 3)
    nothing = part * weights["own.bias"].reshape(2, -1)
    head = weights["head.weight"].astype(np.float32).reshape(2, 2, -1)  # kind, direction
    return GateTables(
        fine,
        _table(weights, _RARE, scale, np.int8),
        gates_by_strand(part * fine_scale),
        gates_by_strand(nothing),
        _by_strand(head.swapaxes(0, 1)),
        float(weights["head.bias"][0]),
    )


def _table(weights: Weights, words: slice, scale: F32, dtype: type[_Integer]) -> NDArray[_Integer]:
    """(D, words, 2, 192) gates in steps of their (2, 3H) scale, cut to what the integers hold."""
    first, end, _ = words.indices(len(weights["embedding.weight"]))
    n_strands = len(gates_by_strand(scale))
    table = np.empty((n_strands, end - first, 2, 3 * UNITS), dtype)
    for start, gates in _gates(weights, words):
        steps = gates_by_strand(_rounded(gates / scale[:, None, None], np.iinfo(dtype).max))
        table[:, start - first :][:, : steps.shape[1]] = steps
    return table


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


def _gates(weights: Weights, words: slice) -> Iterator[tuple[int, F32]]:
    """Some words at a time: the first one's number, (2, words, 2, 3H) gates as floats."""
    rows = np.concatenate([weights["own.weight"], weights["beside.weight"]]).T
    bias = np.concatenate([weights["own.bias"], np.zeros_like(weights["own.bias"])])
    first, end, _ = words.indices(len(weights["embedding.weight"]))
    for start in range(first, end, _WORDS_AT_ONCE):
        vectors = weights["embedding.weight"][start : min(start + _WORDS_AT_ONCE, end)]
        both = vectors @ rows + bias
        yield start, both.reshape(len(both), 2, 2, -1).transpose(2, 0, 1, 3).copy()
