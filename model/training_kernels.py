"""Compiled: the gates and the scan of model/network.py on a CPU, forward and backward.

Ragged, so nothing is spent on padding, and fused, so nothing is written that need not be. Each call
is for one direction, so two threads can take one each and the sums keep their order.
Everything compiled is in one file (model/compiled.py says why). Shapes: N words of B reviews
together, review b from starts[b] to starts[b + 1]; W words in the table; H hidden units.
"""

import numpy as np
from numpy.typing import NDArray

from model.compiled import njit

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

_FAST = {"fastmath": True, "error_model": "numpy"}  # or a division could not be vectorised


@njit(inline="always", error_model="numpy")
def _clip(x: np.float32) -> np.float32:
    return min(max(x, np.float32(-1)), np.float32(1))


@njit(inline="always", error_model="numpy")
def _squash(u: np.float32) -> np.float32:
    """Of clipped numbers; see model/scan.py."""
    return u * (np.float32(1.5) - np.float32(0.5) * u * u)


@njit(inline="always", error_model="numpy")
def _open(u: np.float32) -> np.float32:
    return np.float32(0.5) * _squash(u) + np.float32(0.5)


@njit(inline="always", error_model="numpy")
def _slope(u: np.float32) -> np.float32:
    """Of `_squash`; 0 where it was clipped."""
    return np.float32(1.5) * (np.float32(1) - u * u)


@njit(**_FAST)
def gather(
    own: Floats, beside: Floats, ids: Ints, starts: Ints, backward: bool, gates: Floats
) -> None:
    """Fill (N, 3H): a word's row of `own`, and its neighbour's of `beside`; both are (W, 3H)."""
    for b in range(len(starts) - 1):
        for i in range(starts[b], starts[b + 1]):
            neighbour = i + 1 if backward else i - 1
            row, mine = gates[i], own[ids[i]]
            if starts[b] <= neighbour < starts[b + 1]:
                theirs = beside[ids[neighbour]]
                for j in range(len(row)):
                    row[j] = mine[j] + theirs[j]
            else:
                for j in range(len(row)):
                    row[j] = mine[j]


@njit(**_FAST)
def scatter(
    grad: Floats, ids: Ints, starts: Ints, backward: bool, grad_own: Floats, grad_beside: Floats
) -> None:
    """The gradient of `gather`: add (N, 3H) to the rows they came from."""
    for b in range(len(starts) - 1):
        for i in range(starts[b], starts[b + 1]):
            neighbour = i + 1 if backward else i - 1
            row, mine = grad[i], grad_own[ids[i]]
            for j in range(len(row)):
                mine[j] += row[j]
            if starts[b] <= neighbour < starts[b + 1]:
                theirs = grad_beside[ids[neighbour]]
                for j in range(len(row)):
                    theirs[j] += row[j]


@njit(**_FAST)
def _step(gates: Floats, before: Floats, i: np.float32, state: Floats, trace: Floats) -> None:
    """Read word i: (3H,) maxima, sums and peaks of states; fill (4H,) clipped gates and cells."""
    h = len(before)
    half, quarter = np.float32(0.5), np.float32(0.25)
    for j in range(h):
        candidate, forget, output = (
            _clip(half * gates[j]),
            _clip(quarter * gates[h + j]),
            _clip(quarter * gates[2 * h + j]),
        )
        new = _squash(candidate)
        cell = _open(forget) * (before[j] - new) + new
        shown = _open(output) * cell
        trace[j], trace[h + j], trace[2 * h + j], trace[3 * h + j] = (
            candidate,
            forget,
            output,
            cell,
        )
        state[2 * h + j] = i if shown > state[j] else state[2 * h + j]
        state[j] = max(shown, state[j])
        state[h + j] += shown


@njit(**_FAST)
def scan(
    gates: Floats, starts: Ints, backward: bool, traces: Floats, states: Floats, pooled: Floats
) -> None:
    """From (N, 3H) gates to (B, 2H) pooled states: maximum, mean.

    Also fills what the gradient needs: (N, 4H) traces, the gates and the cell of each word; and
    (B, 3H) states, of which the last third is the word that gives the maximum (a float, so that
    the comparison is vectorised).
    """
    h = traces.shape[1] // 4
    nothing = np.zeros(h, np.float32)
    for b in range(len(starts) - 1):
        n = starts[b + 1] - starts[b]
        state, before = states[b], nothing
        state[:] = np.float32(0)
        state[:h] = np.float32(-2)  # below any state
        for k in range(n):
            i = starts[b + 1] - 1 - k if backward else starts[b] + k
            _step(gates[i], before, np.float32(k), state, traces[i])
            before = traces[i, 3 * h :]
        for j in range(h):
            pooled[b, j], pooled[b, h + j] = state[j], state[h + j] / np.float32(n)


@njit(**_FAST)
def _step_back(
    trace: Floats, before: Floats, i: np.float32, state: Floats, grad: Floats
) -> None:
    """(4H,) what is carried, gradients of maxima and states, peaks; fill (3H,) of the gates."""
    h = len(before)
    one, half, eighth = np.float32(1), np.float32(0.5), np.float32(0.125)
    for j in range(h):
        f, o = h + j, 2 * h + j
        candidate, forget, output = _squash(trace[j]), _open(trace[f]), _open(trace[o])
        peak = state[f] if state[3 * h + j] == i else np.float32(0)
        of_state = state[o] + peak
        of_cell = of_state * output + state[j]
        state[j] = of_cell * forget
        grad[j] = of_cell * (one - forget) * half * _slope(trace[j])
        grad[f] = of_cell * (before[j] - candidate) * eighth * _slope(trace[f])
        grad[o] = of_state * trace[3 * h + j] * eighth * _slope(trace[o])


@njit(**_FAST)
def scan_back(
    grad_pooled: Floats, starts: Ints, backward: bool,
    traces: Floats, states: Floats, grad: Floats,
) -> None:  # fmt: skip
    """The gradient of `scan`: fill (N, 3H)."""
    h = traces.shape[1] // 4
    nothing, state = np.zeros(h, np.float32), np.empty(4 * h, np.float32)
    for b in range(len(starts) - 1):
        n = starts[b + 1] - starts[b]
        for j in range(h):
            state[j], state[h + j] = np.float32(0), grad_pooled[b, j]
            state[2 * h + j] = grad_pooled[b, h + j] / np.float32(n)
            state[3 * h + j] = states[b, 2 * h + j]
        for k in range(n - 1, -1, -1):
            i = starts[b + 1] - 1 - k if backward else starts[b] + k
            before = nothing
            if k > 0:
                before = traces[i + 1 if backward else i - 1, 3 * h :]
            _step_back(traces[i], before, np.float32(k), state, grad[i])
