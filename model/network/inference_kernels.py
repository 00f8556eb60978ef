"""Compiled: reading reviews through folded gate tables. Serving and explaining run this.

Everything compiled is in one file (model/compiled.py says why). Shapes: n words of one review; a
strand is 64 units of one direction, with 192 gates: candidate, forget, output. D strands, first
those that read forward. A table is (D, words, 2, 192): the word's own gates, then what it gives to
those of its neighbour. `fine` is that of the commonest words; word len(fine) is the first of
`coarse`. Word 0 gives nothing: it stands before the first one.

Each loop writes to one flat array. With several, it would have to check at every word whether they
overlap, which took a quarter of the time.
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
_TRACE = _GATES + UNITS  # of one word, see _keep_step

Fine = NDArray[np.int16]  # (D, words, 2, 192), or one strand of it
Coarse = NDArray[np.int8]  # the same, in steps of 2 ** FINER
Row = NDArray[np.int16]  # (192,) in fine steps

FINER = 6  # bits more than a coarse step has

_FAST = {"fastmath": True, "error_model": "numpy"}  # or a division cannot be vectorised


@njit(inline="always", error_model="numpy")
def _squash(x: np.float32) -> np.float32:
    """As in scan.py, but that 1 stands for 2 there."""
    u = min(max(x, np.float32(-1)), np.float32(1))
    return u * (np.float32(1.5) - np.float32(0.5) * u * u)


@njit(inline="always", error_model="numpy")
def _gate(own: np.int16, beside: np.int16, scale: np.float32) -> np.float32:
    """Of a word beside its neighbour; forget and output as 2 gate - 1. Numba would make 64 bits of
    the sum, and half as fast."""
    return _squash(scale * np.float32(np.int32(np.int32(own) + np.int32(beside))))


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


@njit(**_FAST)
def _widen(word: int, part: int, fine: Fine, coarse: Coarse, row: Row) -> None:
    """Fill a word's row, be it common or not."""
    i = word - len(fine)
    if i < 0:
        for j in range(_GATES):
            row[j] = fine[word, part, j]
    else:
        for j in range(_GATES):
            row[j] = np.int16(np.int16(coarse[i, part, j]) << np.int16(FINER))


@njit()
def _fetch(ids: Ids, fine: Fine, coarse: Coarse) -> int:
    """Read a byte of every 64 that a review needs, a cache line: here many are on their way at
    once, where reading the review would wait for each. The sum is not used, but without it the
    compiler would drop the loads."""
    total = 0
    for word in ids:
        for part in range(2):
            if word < len(fine):
                for j in range(0, _GATES, 32):
                    total += fine[word, part, j]
            else:
                for j in range(0, _GATES, 64):
                    total += coarse[word - len(fine), part, j]
    return total


@njit(**_FAST)
def _read_strand(
    ids: Ids, fine: Fine, coarse: Coarse, scale: F32, backward: bool, head: F32
) -> np.float32:
    """head · (maximum, mean) of one strand's states."""
    n, before, state = len(ids), 0, np.zeros(3 * UNITS, np.float32)
    own, beside = np.empty(_GATES, np.int16), np.empty(_GATES, np.int16)
    state[UNITS : 2 * UNITS] = _BELOW_ANY
    for i in range(n):
        word = ids[n - 1 - i] if backward else ids[i]
        if max(word, before) < len(fine):
            _step(fine[word, 0], fine[before, 1], scale, state)
        else:
            _widen(word, 0, fine, coarse, own)
            _widen(before, 1, fine, coarse, beside)
            _step(own, beside, scale, state)
        before = word
    part, found = np.float32(1) / np.float32(n), np.float32(0)
    for j in range(UNITS):
        found += head[0, j] * state[UNITS + j] + head[1, j] * part * state[2 * UNITS + j]
    return found


@njit(
    "int64(int32[::1], int64[::1], int16[:,:,:,::1], int8[:,:,:,::1], float32[:,::1], "
    "float32[:,:,::1], float64[::1])",
    **_FAST,
)
def read(
    ids: Ids, starts: NDArray[np.int64], fine: Fine, coarse: Coarse, scale: F32, head: F32,
    logits: F64,
) -> int:  # fmt: skip
    """Add head · pooled to the (B,) logits, for reviews that reach from one to the next of the
    (B+1,) starts and a (D, 2, 64) head. What it returns is not used (see `_fetch`)."""
    fetched = 0
    for b in range(len(starts) - 1):
        review = ids[starts[b] : starts[b + 1]]
        for d in range(len(fine)):
            fetched += _fetch(review, fine[d], coarse[d])
            backward = 2 * d >= len(fine)
            logits[b] += _read_strand(review, fine[d], coarse[d], scale[d], backward, head[d])
    return fetched


@njit(inline="always", error_model="numpy")
def _added(candidate: np.float32, forget: np.float32) -> np.float32:
    """What a word adds to a cell, by its squashed gates."""
    half = np.float32(0.5)
    return (half - half * forget) * candidate


@njit(**_FAST)
def _keep_step(own: Row, beside: Row, fixed: F32, i: np.float32, state: F32, trace: F32) -> None:
    """Read word i: (192,) cells, then maxima of what they show, and at which word. Fill (256,):
    what the word adds to each cell, what the cell keeps, what it shows, and which part of what is
    added is the neighbour's. `fixed` is (448,): of gates scale and nothing, and what nothing adds.
    """
    half = np.float32(0.5)
    for j in range(UNITS):
        f, o = UNITS + j, 2 * UNITS + j
        word = fixed[j] * np.float32(own[j])
        word_forget = fixed[f] * np.float32(own[f])
        other = fixed[j] * np.float32(beside[j])
        other_forget = fixed[f] * np.float32(beside[f])
        forget = _squash(word_forget + other_forget)
        both = _added(_squash(word + other), forget)
        alone = _added(_squash(word), _squash(word_forget))
        other += fixed[_GATES + j]
        neighbour = _added(_squash(other), _squash(other_forget + fixed[_GATES + f]))
        kept = half * forget + half
        opened = half * _gate(own[o], beside[o], fixed[o]) + half
        cell = kept * state[j] + both
        trace[j], trace[f], trace[o] = both, kept, opened
        trace[_GATES + j] = half * (both - alone + neighbour - fixed[2 * _GATES + j])
        state[j] = cell
        state[o] = i if opened * cell > state[f] else state[o]
        state[f] = max(state[f], opened * cell)


@njit(**_FAST)
def _keep_strand(
    ids: Ids, fine: Fine, coarse: Coarse, fixed: F32, backward: bool, state: F32, traces: F32
) -> None:
    """Read as `_read_strand` does; fill (n, 256) traces."""
    n, before = len(ids), 0
    own, beside = np.empty(_GATES, np.int16), np.empty(_GATES, np.int16)
    state[:] = np.float32(0)
    state[UNITS : 2 * UNITS] = _BELOW_ANY
    for i in range(n):
        word = ids[n - 1 - i] if backward else ids[i]
        if max(word, before) < len(fine):
            _keep_step(fine[word, 0], fine[before, 1], fixed, np.float32(i), state, traces[i])
        else:
            _widen(word, 0, fine, coarse, own)
            _widen(before, 1, fine, coarse, beside)
            _keep_step(own, beside, fixed, np.float32(i), state, traces[i])
        before = word


@njit(**_FAST)
def _same_for_all(scale: F32, nothing: F32) -> F32:
    """(448,) in a row: of each gate scale and nothing, and what nothing adds to each cell."""
    fixed = np.empty(2 * _GATES + UNITS, np.float32)
    for j in range(_GATES):
        fixed[j], fixed[_GATES + j] = scale[j], nothing[j]
    for j in range(UNITS):
        fixed[2 * _GATES + j] = _added(_squash(nothing[j]), _squash(nothing[UNITS + j]))
    return fixed


@njit(**_FAST)
def _share_step(
    i: np.float32, weights: F32, trace: F32, state: F32
) -> tuple[np.float32, np.float32]:
    """What word i adds to the logit, and the part of it that is its neighbour's.

    The cells of `state` hold what the words read later make of a cell. `weights` is (128,): what a
    unit's maximum counts, and each of its states.
    """
    both, by_neighbour = np.float32(0), np.float32(0)
    for j in range(UNITS):
        f, o = UNITS + j, 2 * UNITS + j
        of_state = weights[f] + (weights[j] if state[o] == i else np.float32(0))
        of_cell = of_state * trace[o] + state[j]
        state[j] = of_cell * trace[f]
        both += of_cell * trace[j]
        by_neighbour += of_cell * trace[_GATES + j]
    return both, by_neighbour


@njit(**_FAST)
def _share_strand(
    ids: Ids, fine: Fine, coarse: Coarse, fixed: F32, backward: bool, head: F32, shares: F64
) -> None:
    """Add to the (n,) shares."""
    n, weights = len(ids), np.empty(2 * UNITS, np.float32)
    state, traces = np.empty(3 * UNITS, np.float32), np.empty((n, _TRACE), np.float32)
    _keep_strand(ids, fine, coarse, fixed, backward, state, traces)
    state[:UNITS] = np.float32(0)
    for j in range(UNITS):
        weights[j], weights[UNITS + j] = head[0, j], head[1, j] / np.float32(n)
    for i in range(n - 1, 0, -1):
        place, before = (n - 1 - i, n - i) if backward else (i, i - 1)
        both, by_neighbour = _share_step(np.float32(i), weights, traces[i], state)
        shares[place] += both - by_neighbour
        shares[before] += by_neighbour
    shares[n - 1 if backward else 0] += _share_step(np.float32(0), weights, traces[0], state)[0]


@njit(
    "int64(int32[::1], int16[:,:,:,::1], int8[:,:,:,::1], float32[:,::1], float32[:,::1], "
    "float32[:,:,::1], float64[::1])",
    **_FAST,
)
def share(
    ids: Ids, fine: Fine, coarse: Coarse, scale: F32, nothing: F32, head: F32, shares: F64
) -> int:
    """Add to the (n,) shares each word's part of head · pooled, for one review and a (D, 2, 64)
    head; model/network/recurrence.py says how. What it returns is not used (see `_fetch`)."""
    fetched = 0
    for d in range(len(fine)):
        fetched += _fetch(ids, fine[d], coarse[d])
        fixed, backward = _same_for_all(scale[d], nothing[d]), 2 * d >= len(fine)
        _share_strand(ids, fine[d], coarse[d], fixed, backward, head[d], shares)
    return fetched
