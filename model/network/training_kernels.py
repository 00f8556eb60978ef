"""Compiled: the gates and the scan of qrnn.py on a CPU, forward and backward.

Ragged, so nothing is spent on padding, and fused, so nothing is written that need not be. Each call
is for one direction, so two threads can take one each and the sums keep their order.
Everything compiled is in one file (model/compiled.py says why). Shapes: N words of B reviews
together, review b from starts[b] to starts[b + 1]; W words in the table; H hidden units.
"""

import numpy as np

from model.arrays import F32, Ids
from model.compiled import njit

_FAST = {"fastmath": True, "error_model": "numpy"}  # or a division could not be vectorised


@njit(inline="always", error_model="numpy")
def _squash(u: np.float32) -> np.float32:
    """Of clipped numbers; see scan.py."""
    return u * (np.float32(1.5) - np.float32(0.5) * u * u)


@njit(inline="always", error_model="numpy")
def _open(u: np.float32) -> np.float32:
    return np.float32(0.5) * _squash(u) + np.float32(0.5)


@njit(inline="always", error_model="numpy")
def _slope(u: np.float32) -> np.float32:
    """Of `_squash`; 0 where it was clipped."""
    return np.float32(1.5) * (np.float32(1) - u * u)


@njit(**_FAST)
def gather(own: F32, beside: F32, ids: Ids, starts: Ids, backward: bool, gates: F32) -> None:
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
    grad: F32, ids: Ids, starts: Ids, backward: bool, grad_own: F32, grad_beside: F32
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
def _clip(gates: F32, part: np.float32, clipped: F32) -> None:
    one = np.float32(1)
    for j in range(len(gates)):
        clipped[j] = min(max(part * gates[j], -one), one)


@njit(**_FAST)
def _step(
    candidate: F32, forget: F32, output: F32, before: F32, cell: F32,
    maximum: F32, mean: F32, peak: F32, i: np.float32,
) -> None:  # fmt: skip
    for j in range(len(cell)):
        new = _squash(candidate[j])
        cell[j] = _open(forget[j]) * (before[j] - new) + new
    for j in range(len(cell)):
        state = _open(output[j]) * cell[j]
        mean[j] += state
        peak[j] = i if state > maximum[j] else peak[j]
        maximum[j] = max(state, maximum[j])


@njit(**_FAST)
def scan(
    gates: F32, starts: Ids, backward: bool,
    clipped: F32, cells: F32, peaks: F32, pooled: F32,
) -> None:  # fmt: skip
    """From (N, 3H) gates to (B, 2H) pooled states: maximum, mean.

    Also fills what the gradient needs: (N, 3H) clipped gates, (N, H) cells, and for the maximum
    of each (B, H) the word that gives it (a float, so that the comparison is vectorised).
    """
    h = cells.shape[1]
    nothing = np.zeros(h, np.float32)
    for b in range(len(starts) - 1):
        n = starts[b + 1] - starts[b]
        maximum, mean, before = pooled[b, :h], pooled[b, h:], nothing
        maximum[:] = np.float32(-2)  # below any state
        mean[:] = np.float32(0)
        for k in range(n):
            i = starts[b + 1] - 1 - k if backward else starts[b] + k
            row, cell = clipped[i], cells[i]
            _clip(gates[i, :h], np.float32(1 / 2), row[:h])
            _clip(gates[i, h:], np.float32(1 / 4), row[h:])
            _step(
                row[:h], row[h : 2 * h], row[2 * h :], before, cell,
                maximum, mean, peaks[b], np.float32(k),
            )  # fmt: skip
            before = cell
        for j in range(h):
            mean[j] /= np.float32(n)


@njit(**_FAST)
def _step_back(
    grad_mean: F32, grad_maximum: F32, peak: F32, i: np.float32, carried: F32,
    candidate: F32, forget: F32, output: F32, cell: F32, before: F32,
    grad_candidate: F32, grad_forget: F32, grad_output: F32,
) -> None:  # fmt: skip
    one, half, eighth = np.float32(1), np.float32(1 / 2), np.float32(1 / 8)
    for j in range(len(cell)):
        kept = _open(forget[j])
        grad = grad_mean[j] + (grad_maximum[j] if peak[j] == i else np.float32(0))
        total = grad * _open(output[j]) + carried[j]
        grad_output[j] = grad * cell[j] * eighth * _slope(output[j])
        grad_forget[j] = total * (before[j] - _squash(candidate[j])) * eighth * _slope(forget[j])
        grad_candidate[j] = total * (one - kept) * half * _slope(candidate[j])
        carried[j] = total * kept


@njit(**_FAST)
def scan_back(
    grad_pooled: F32, starts: Ids, backward: bool,
    clipped: F32, cells: F32, peaks: F32, grad: F32,
) -> None:  # fmt: skip
    """The gradient of `scan`: fill (N, 3H)."""
    h = cells.shape[1]
    nothing = np.zeros(h, np.float32)
    carried, grad_mean = np.empty(h, np.float32), np.empty(h, np.float32)
    for b in range(len(starts) - 1):
        n = starts[b + 1] - starts[b]
        carried[:] = np.float32(0)
        for j in range(h):
            grad_mean[j] = grad_pooled[b, h + j] / np.float32(n)
        for k in range(n - 1, -1, -1):
            i = starts[b + 1] - 1 - k if backward else starts[b] + k
            before = nothing if k == 0 else (cells[i + 1] if backward else cells[i - 1])
            row, out = clipped[i], grad[i]
            _step_back(
                grad_mean, grad_pooled[b, :h], peaks[b], np.float32(k), carried,
                row[:h], row[h : 2 * h], row[2 * h :], cells[i], before,
                out[:h], out[h : 2 * h], out[2 * h :],
            )  # fmt: skip
