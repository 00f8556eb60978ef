"""Compiled: reading reviews through folded gate tables. Serving and explaining run this.

Everything compiled is in one file (model/compiled.py says why). Shapes: n words of one review; a
strand is 64 units of one direction, with 192 gates: candidate, forget, output. D strands, first
those that read forward. `tables` is (D, words, 2, 192): the word's own gates, then what it gives to
those of its neighbour.

What a loop writes stands in one flat array. Of several it would have to find out, word by word,
whether they overlap, which took a quarter of the time.
"""

import numpy as np
from numpy.typing import NDArray

from model.arrays import F32, F64, Ids
from model.compiled import njit

# A number that the compiler knows makes loops a fifth faster; gate_tables.py fills up with
# zeros.
UNITS = 64
_GATES = 3 * UNITS
_BELOW_ANY = np.float32(-2)  # state
_TRACE = _GATES + UNITS  # of one word: gates squashed, cells

Tables = NDArray[np.int8]  # (D, words, 2, 192)
Table = NDArray[np.int8]  # one strand of it, (words, 2, 192)
Row = NDArray[np.int8]  # (192,) of that

_FAST = {"fastmath": True, "error_model": "numpy"}  # or a division cannot be vectorised


@njit(inline="always", error_model="numpy")
def _squash(x: np.float32) -> np.float32:
    """As in scan.py, but that 1 stands for 2 there."""
    u = min(max(x, np.float32(-1)), np.float32(1))
    return u * (np.float32(1.5) - np.float32(0.5) * u * u)


@njit(inline="always", error_model="numpy")
def _gate(own: np.int8, beside: np.int8, scale: np.float32) -> np.float32:
    """Of a word beside its neighbour; forget and output as 2 gate - 1."""
    return _squash(scale * np.float32(np.int32(own) + np.int32(beside)))


@njit(**_FAST)
def _step(own: Row, beside: Row, scale: F32, state: F32) -> None:
    """Read a word: (192,) cells, then maxima and totals of what they show."""
    half = np.float32(0.5)
    for j in range(UNITS):
        f, o = UNITS + j, 2 * UNITS + j
        candidate = _gate(own[j], beside[j], scale[j])
        kept = half * _gate(own[f], beside[f], scale[f]) + half
        opened = half * _gate(own[o], beside[o], scale[o]) + half
        state[j] = kept * (state[j] - candidate) + candidate
        state[f] = max(state[f], opened * state[j])
        state[o] += opened * state[j]


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
def _read_strand(ids: Ids, table: Table, scale: F32, backward: bool, head: F32) -> np.float32:
    """head · (maximum, mean) of one strand's states."""
    n, beside, state = len(ids), np.zeros(_GATES, np.int8), np.zeros(3 * UNITS, np.float32)
    state[UNITS : 2 * UNITS] = _BELOW_ANY
    for i in range(n):
        word = ids[n - 1 - i] if backward else ids[i]
        _step(table[word, 0], beside, scale, state)
        beside = table[word, 1]
    part, found = np.float32(1) / np.float32(n), np.float32(0)
    for j in range(UNITS):
        found += head[0, j] * state[UNITS + j] + head[1, j] * part * state[2 * UNITS + j]
    return found


@njit(
    "int64(int32[::1], int64[::1], int8[:,:,:,::1], float32[:,::1], float32[:,:,::1], "
    "float64[::1])",
    **_FAST,
)
def read(
    ids: Ids, starts: NDArray[np.int64], tables: Tables, scale: F32, head: F32, logits: F64
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
def _keep_step(own: Row, beside: Row, scale: F32, i: np.float32, state: F32, trace: F32) -> None:
    """Read word i: (192,) cells, then maxima of what they show, and at which word. Fill (256,)."""
    half = np.float32(0.5)
    for j in range(UNITS):
        f, o = UNITS + j, 2 * UNITS + j
        candidate = _gate(own[j], beside[j], scale[j])
        forget = _gate(own[f], beside[f], scale[f])
        output = _gate(own[o], beside[o], scale[o])
        cell = (half * forget + half) * (state[j] - candidate) + candidate
        shown = (half * output + half) * cell
        trace[j], trace[f], trace[o], trace[_GATES + j] = candidate, forget, output, cell
        state[j] = cell
        state[o] = i if shown > state[f] else state[o]
        state[f] = max(state[f], shown)


@njit(**_FAST)
def _keep_strand(
    ids: Ids, table: Table, scale: F32, backward: bool, state: F32, traces: F32
) -> None:
    """Read as `_read_strand` does; fill (n + 1, 256) traces, the first of them with zeros."""
    n, beside = len(ids), np.zeros(_GATES, np.int8)
    state[:] = np.float32(0)
    traces[0] = np.float32(0)
    state[UNITS : 2 * UNITS] = _BELOW_ANY
    for i in range(n):
        word = ids[n - 1 - i] if backward else ids[i]
        _keep_step(table[word, 0], beside, scale, np.float32(i), state, traces[i + 1])
        beside = table[word, 1]


@njit(**_FAST)
def _same_for_all(scale: F32, nothing: F32, head: F32, n: np.float32) -> F32:
    """(896,) in a row: of each gate scale, nothing, quiet and its slope there; of each unit what
    its maximum counts, and a state of it."""
    one, fixed = np.float32(1), np.empty(4 * _GATES + 2 * UNITS, np.float32)
    for j in range(_GATES):
        fixed[j], fixed[_GATES + j] = scale[j], nothing[j]
        fixed[2 * _GATES + j] = _squash(nothing[j])
        fixed[3 * _GATES + j] = np.float32(1.5) * (one - min(nothing[j] * nothing[j], one))
    for j in range(UNITS):
        fixed[4 * _GATES + j], fixed[4 * _GATES + UNITS + j] = head[0, j], head[1, j] / n
    return fixed


@njit(inline="always", error_model="numpy")
def _gate_shares(
    own: np.int8, beside: np.int8, j: int, fixed: F32, active: np.float32, multiplier: np.float32
) -> tuple[np.float32, np.float32]:
    """What gate j's way from quiet moves the logit: in all, and by the word's neighbour."""
    nothing, quiet = fixed[_GATES + j], fixed[2 * _GATES + j]
    by_neighbour = fixed[j] * np.float32(beside)
    moved = fixed[j] * np.float32(own) + by_neighbour - nothing
    way = active - quiet
    still = abs(moved) < np.float32(1e-3)
    slope = fixed[3 * _GATES + j] if still else way / moved
    return multiplier * way, multiplier * slope * by_neighbour


@njit(**_FAST)
def _share_step(
    own: Row, beside: Row, fixed: F32, i: np.float32, before: F32, trace: F32,
    state: F32,
) -> tuple[np.float32, np.float32]:  # fmt: skip
    """The two shares of what word i's gates move from quiet: by it, and by its neighbour.

    Products are half by each of their factors. The cells of `state` hold what the words read later
    carry back to them.
    """
    half, quarter, one, zero = np.float32(0.5), np.float32(0.25), np.float32(1), np.float32(0)
    of_all, of_neighbour = zero, zero
    for j in range(UNITS):
        f, o = UNITS + j, 2 * UNITS + j
        kept = half + quarter * (trace[f] + fixed[2 * _GATES + f])
        opened = half + quarter * (trace[o] + fixed[2 * _GATES + o])
        peak = fixed[4 * _GATES + j] if state[o] == i else zero
        of_state = fixed[4 * _GATES + f] + peak
        of_cell = of_state * opened + state[j]
        state[j] = of_cell * kept
        for_forget = quarter * of_cell * (before[_GATES + j] - trace[j])
        for_output = quarter * of_state * (trace[_GATES + j] + fixed[2 * _GATES + j])
        a, b = _gate_shares(own[j], beside[j], j, fixed, trace[j], of_cell * (one - kept))
        c, d = _gate_shares(own[f], beside[f], f, fixed, trace[f], for_forget)
        e, g = _gate_shares(own[o], beside[o], o, fixed, trace[o], for_output)
        of_all += a + c + e
        of_neighbour += b + d + g
    return of_all - of_neighbour, of_neighbour


@njit(**_FAST)
def _share_strand(
    ids: Ids, table: Table, scale: F32, nothing: F32, backward: bool,
    head: F32, shares: F64,
) -> np.float32:  # fmt: skip
    """Add to the (n,) shares, and give the part of the logit that is nobody's."""
    n, none = len(ids), np.zeros(_GATES, np.int8)
    state, traces = np.empty(3 * UNITS, np.float32), np.empty((n + 1, _TRACE), np.float32)
    fixed = _same_for_all(scale, nothing, head, np.float32(n))
    _keep_strand(ids, table, scale, backward, state, traces)
    state[:UNITS] = np.float32(0)
    for i in range(n - 1, -1, -1):
        place, before = (n - 1 - i, n - i) if backward else (i, i - 1)
        own, beside = table[ids[place], 0], table[ids[before], 1] if i > 0 else none
        by_word, by_neighbour = _share_step(
            own, beside, fixed, np.float32(i), traces[i], traces[i + 1], state
        )
        shares[place] += by_word
        if i > 0:
            shares[before] += by_neighbour
    nobodys = np.float32(0)
    for j in range(UNITS):
        opened = np.float32(0.5) * fixed[2 * _GATES + 2 * UNITS + j] + np.float32(0.5)
        nobodys += fixed[2 * _GATES + j] * (opened * (head[0, j] + head[1, j]) - state[j])
    return nobodys


@njit(
    "Tuple((float32, int64))(int32[::1], int8[:,:,:,::1], float32[:,::1], float32[:,::1], "
    "float32[:,:,::1], float64[::1])",
    **_FAST,
)
def share(
    ids: Ids, tables: Tables, scale: F32, nothing: F32, head: F32, shares: F64
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
