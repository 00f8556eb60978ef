"""The network of model/network.py in NumPy: what serves, with neither torch nor a compiler.

The reviews of a batch are packed, not padded: at step t only those still running take part, so a
review's states do not depend on its neighbours.
Shapes: B reviews, N tokens in all of them together, E embedding, H hidden units a direction.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from model.artifact import Weights

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def states(weights: Weights, reviews: list[NDArray[np.int32]]) -> list[Floats]:
    """For B reviews of n word numbers each, B arrays (n, 2H): forward states, then backward."""
    lengths = np.array([len(ids) for ids in reviews])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    forward, backward = _gates(weights, np.concatenate(reviews), starts)
    cells = np.empty((len(forward), 2 * forward.shape[1] // 3), dtype=np.float32)
    half = cells.shape[1] // 2
    for gates, columns, order in (
        (forward, slice(0, half), _packed(lengths, starts[:-1], 1)),
        (backward, slice(half, None), _packed(lengths, starts[1:] - 1, -1)),
    ):
        cells[:, columns] = _run(gates, order, np.sort(lengths)[::-1])
    return [cells[a:b] for a, b in pairwise(starts)]


def _gates(weights: Weights, ids: NDArray[np.int32], starts: Ints) -> tuple[Floats, Floats]:
    """(N, 3H) gates before activation, forward and backward.

    The matrices are applied once to each different word: a batch repeats most of its words.
    """
    words, place = np.unique(ids, return_inverse=True)
    vectors = weights["embedding.weight"][words]
    forward, before = _own_and_beside(weights, "forward_gates", vectors, place)
    backward, after = _own_and_beside(weights, "backward_gates", vectors, place)
    before[starts[1:] - 1] = 0  # a review's last word is not before the next one's first
    forward[1:] += before[:-1]
    after[starts[:-1]] = 0
    backward[:-1] += after[1:]
    return forward, backward


def _own_and_beside(
    weights: Weights, name: str, vectors: Floats, place: NDArray[np.intp]
) -> tuple[Floats, Floats]:
    """What each word gives to its own gates, and what to those of the word beside it."""
    own, beside = np.split(weights[f"{name}.weight"], 2, axis=1)
    return (vectors @ own.T + weights[f"{name}.bias"])[place], (vectors @ beside.T)[place]


def _packed(lengths: Ints, first: Ints, step: int) -> Ints:
    """Token numbers, all first tokens first, then all second ones…; the longest review leads."""
    by_length = np.argsort(-lengths, kind="stable")
    time = np.concatenate([np.arange(lengths[b]) for b in by_length])
    token = np.concatenate([first[b] + step * np.arange(lengths[b]) for b in by_length])
    return token[np.argsort(time, kind="stable")]


def _run(gates: Floats, order: Ints, lengths: Ints) -> Floats:
    """Scan over time; `lengths` from the longest down. Gives (N, H) states in token order."""
    candidate, forget, output = np.split(gates[order], 3, axis=1)
    forget = _sigmoid(forget)
    cells = (1 - forget) * np.tanh(candidate)
    running = len(lengths) - np.searchsorted(lengths[::-1], np.arange(lengths[0]), side="right")
    ends = np.cumsum(running)
    for t in range(1, lengths[0]):
        a, b, k = ends[t - 1], ends[t], running[t]
        previous = ends[t - 1] - running[t - 1]
        cells[a:b] += forget[a:b] * cells[previous : previous + k]
    result = np.empty_like(cells)
    result[order] = _sigmoid(output) * cells
    return result


def _sigmoid(x: Floats) -> Floats:
    half = np.float32(0.5)
    result: Floats = half * np.tanh(half * x) + half  # unlike 1 / (1 + exp), never overflows
    return result
