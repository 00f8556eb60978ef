"""Compiled: reading reviews through folded gate tables. Serving and explaining run this.

Everything compiled is in one file (model/compiled.py says why). Shapes: n words of one review; a
strand is 64 units of one direction, with 192 gates: candidate, forget, output. D strands, first
those that read forward. `tables` is (D, words, 2, 192): the word's own gates, then what it gives to
those of its neighbour.
"""

import numpy as np
from numpy.typing import NDArray

from model.compiled import njit

# A number that the compiler knows makes loops a fifth faster. model/fold.py fills up with zeros.
UNITS = 64
_GATES = 3 * UNITS

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]
Shares = NDArray[np.float64]
Tables = NDArray[np.int8]  # (D, words, 2, 192)
Table = NDArray[np.int8]  # one strand of it, (words, 2, 192)
Row = NDArray[np.int8]  # (192,) of that

_FAST = {"fastmath": True, "error_model": "numpy"}  # or a division cannot be vectorised


@njit(inline="always", error_model="numpy")
def _tanh(x: np.float32) -> np.float32:
    """A ratio of polynomials, right to 5e-6; fitted to make its largest error least."""
    limit = np.float32(6.5)
    x = min(max(x, -limit), limit)
    s = x * x
    p = np.float32(4.20884604e-06) * s + np.float32(2.33408907e-03)
    p = p * s + np.float32(1.23652704e-01)
    p = p * s + np.float32(9.99997532e-01)
    q = np.float32(1.48644769e-04) * s + np.float32(2.13359302e-02)
    q = q * s + np.float32(4.56977144e-01)
    q = q * s + np.float32(1)
    return x * p / q


@njit(**_FAST)
def _gates(own: Row, beside: Row, scale: Floats, gates: Floats) -> None:
    """(192,) gates of a word beside its neighbour; forget and output as 2 gate - 1."""
    for j in range(_GATES):
        gates[j] = _tanh(scale[j] * np.float32(np.int32(own[j]) + np.int32(beside[j])))


@njit(**_FAST)
def _step(gates: Floats, cell: Floats, maximum: Floats, total: Floats) -> None:
    candidate, forget, output = gates[:UNITS], gates[UNITS : 2 * UNITS], gates[2 * UNITS :]
    half = np.float32(0.5)
    for j in range(UNITS):
        kept = half * forget[j] + half
        cell[j] = kept * (cell[j] - candidate[j]) + candidate[j]
        state = (half * output[j] + half) * cell[j]
        maximum[j] = max(maximum[j], state)
        total[j] += state


@njit()
def _fetch(ids: Ids, table: Table) -> int:
    """Read a byte of every 64 that a review needs, a cache line: here many are on their way at
    once, where reading the review would wait for each. The sum is for nothing, but without it the
    compiler would leave all out."""
    total = 0
    for word in ids:
        for part in range(2):
            for j in range(0, _GATES, 64):
                total += table[word, part, j]
    return total


@njit(**_FAST)
def _read_strand(ids: Ids, table: Table, scale: Floats, backward: bool, head: Floats) -> np.float32:
    """head · (maximum, mean) of one strand's states."""
    n, gates, beside = len(ids), np.empty(_GATES, np.float32), np.zeros(_GATES, np.int8)
    cell, total = np.zeros(UNITS, np.float32), np.zeros(UNITS, np.float32)
    maximum = np.full(UNITS, np.float32(-2))  # below any state
    for i in range(n):
        word = ids[n - 1 - i] if backward else ids[i]
        _gates(table[word, 0], beside, scale, gates)
        _step(gates, cell, maximum, total)
        beside = table[word, 1]
    part, found = np.float32(1) / np.float32(n), np.float32(0)
    for j in range(UNITS):
        found += head[0, j] * maximum[j] + head[1, j] * part * total[j]
    return found


@njit(
    "int64(int32[::1], int64[::1], int8[:,:,:,::1], float32[:,::1], float32[:,:,::1], "
    "float64[::1])",
    **_FAST,
)
def read(
    ids: Ids, starts: NDArray[np.int64], tables: Tables, scale: Floats, head: Floats, logits: Shares
) -> int:
    """Add head · pooled to the (B,) logits, for reviews that reach from one to the next of the
    (B+1,) starts and a (D, 2, 64) head. What it returns is for nothing (see `_fetch`)."""
    fetched = 0
    for b in range(len(starts) - 1):
        review = ids[starts[b] : starts[b + 1]]
        for d in range(len(tables)):
            fetched += _fetch(review, tables[d])
            logits[b] += _read_strand(review, tables[d], scale[d], 2 * d >= len(tables), head[d])
    return fetched


@njit(**_FAST)
def _keep(
    gates: Floats, before: Floats, cell: Floats, maximum: Floats, peak: Floats, i: np.float32
) -> None:
    """Fill the cell, and note where each unit's state peaks."""
    candidate, forget, output = gates[:UNITS], gates[UNITS : 2 * UNITS], gates[2 * UNITS :]
    half = np.float32(0.5)
    for j in range(UNITS):
        kept = half * forget[j] + half
        cell[j] = kept * (before[j] - candidate[j]) + candidate[j]
        state = (half * output[j] + half) * cell[j]
        peak[j] = i if state > maximum[j] else peak[j]
        maximum[j] = max(maximum[j], state)


@njit(inline="always", error_model="numpy")
def _gate_shares(
    own: np.int8, beside: np.int8, scale: np.float32, nothing: np.float32,
    quiet: np.float32, active: np.float32, multiplier: np.float32,
) -> tuple[np.float32, np.float32]:  # fmt: skip
    """What one gate's way from quiet moves the logit: in all, and by the word's neighbour."""
    one = np.float32(1)
    moved = scale * np.float32(np.int32(own) + np.int32(beside)) - nothing
    still = abs(moved) < np.float32(1e-3)
    way = active - quiet
    slope = (one - quiet * quiet) if still else way / (one if still else moved)
    return multiplier * way, multiplier * slope * (scale * np.float32(beside))


@njit(**_FAST)
def _word_shares(
    own: Row, beside: Row, scale: Floats, nothing: Floats, quiet: Floats,
    active: Floats, before: Floats, cell: Floats, head: Floats, n: np.float32,
    peak: Floats, i: np.float32, carried: Floats, shares: Floats,
) -> None:  # fmt: skip
    """The two shares of what one word's gates move from quiet: by it, and by its neighbour.

    Products are half by each of their factors. In one loop, so that nothing is stored between.
    """
    half, quarter, one, zero = np.float32(0.5), np.float32(0.25), np.float32(1), np.float32(0)
    of_both, of_neighbour, part = zero, zero, one / n
    for j in range(UNITS):
        f, o = UNITS + j, 2 * UNITS + j  # the forget and the output gate
        kept = half + quarter * (active[f] + quiet[f])
        of_state = head[1, j] * part + (head[0, j] if peak[j] == i else zero)
        of_cell = of_state * (half + quarter * (active[o] + quiet[o])) + carried[j]
        carried[j] = of_cell * kept
        a, b = _gate_shares(
            own[j], beside[j], scale[j], nothing[j], quiet[j], active[j], of_cell * (one - kept)
        )
        c, d = _gate_shares(
            own[f], beside[f], scale[f], nothing[f], quiet[f], active[f],
            quarter * of_cell * (before[j] - active[j]),
        )  # fmt: skip
        e, g = _gate_shares(
            own[o], beside[o], scale[o], nothing[o], quiet[o], active[o],
            quarter * of_state * (cell[j] + quiet[j]),
        )  # fmt: skip
        of_both += a + c + e
        of_neighbour += b + d + g
    shares[0], shares[1] = of_both - of_neighbour, of_neighbour


@njit(**_FAST)
def _keep_strand(
    ids: Ids, table: Table, scale: Floats, backward: bool,
    gates: Floats, cells: Floats, peak: Floats,
) -> None:  # fmt: skip
    """Read as `_read_strand` does; fill (n, 192) gates as tanh, (n+1, 64) cells, (64,) peaks."""
    n, beside = len(ids), np.zeros(_GATES, np.int8)
    maximum = np.full(UNITS, np.float32(-2))
    for i in range(n):
        word = ids[n - 1 - i] if backward else ids[i]
        _gates(table[word, 0], beside, scale, gates[i])
        _keep(gates[i], cells[i], cells[i + 1], maximum, peak, np.float32(i))
        beside = table[word, 1]


@njit(**_FAST)
def _share_strand(
    ids: Ids, table: Table, scale: Floats, nothing: Floats, backward: bool,
    head: Floats, shares: Shares,
) -> np.float32:  # fmt: skip
    """Add to the (n,) shares, and give the part of the logit that is nobody's."""
    n, none = len(ids), np.zeros(_GATES, np.int8)
    gates, cells = np.empty((n, _GATES), np.float32), np.zeros((n + 1, UNITS), np.float32)
    peak, carried = np.zeros(UNITS, np.float32), np.zeros(UNITS, np.float32)
    quiet, found = np.empty(_GATES, np.float32), np.empty(2, np.float32)
    for j in range(_GATES):
        quiet[j] = _tanh(nothing[j])
    _keep_strand(ids, table, scale, backward, gates, cells, peak)
    for i in range(n - 1, -1, -1):
        place = n - 1 - i if backward else i
        before = place + 1 if backward else place - 1
        beside = table[ids[before], 1] if i > 0 else none
        _word_shares(
            table[ids[place], 0], beside, scale, nothing, quiet, gates[i], cells[i], cells[i + 1],
            head, np.float32(n), peak, np.float32(i), carried, found,
        )  # fmt: skip
        shares[place] += found[0]
        if i > 0:
            shares[before] += found[1]
    nobodys = np.float32(0)
    for j in range(UNITS):
        opened = np.float32(0.5) * quiet[2 * UNITS + j] + np.float32(0.5)
        nobodys += quiet[j] * (opened * (head[0, j] + head[1, j]) - carried[j])
    return nobodys


@njit(
    "Tuple((float32, int64))(int32[::1], int8[:,:,:,::1], float32[:,::1], float32[:,::1], "
    "float32[:,:,::1], float64[::1])",
    **_FAST,
)
def share(
    ids: Ids, tables: Tables, scale: Floats, nothing: Floats, head: Floats, shares: Shares
) -> tuple[np.float32, int]:
    """Add each word's share in head · pooled, for one review, a (D, 2, 64) head; give the rest,
    and a number for nothing (see `_fetch`).

    DeepLIFT (Shrikumar et al. 2017, https://arxiv.org/abs/1704.02685): how far each gate is from
    where no word would leave it, carried to the logit, exactly.
    """
    rest, fetched = np.float32(0), 0
    for d in range(len(tables)):
        fetched += _fetch(ids, tables[d])
        rest += _share_strand(
            ids, tables[d], scale[d], nothing[d], 2 * d >= len(tables), head[d], shares
        )
    return rest, fetched
