"""Compiled: reading reviews through folded gate tables. Serving and explaining run this.

Everything compiled is in one file (model/compiled.py says why). Shapes: n words of one review,
H hidden units a direction, 3H gates: candidate, forget, output. `tables` is (2, words, 2, 3H):
direction (forward, backward); the word's own gates, then what it gives to those of its neighbour.
"""

import numpy as np
from numpy.typing import NDArray

from model.compiled import njit

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]
Shares = NDArray[np.float64]
Tables = NDArray[np.int8]  # (2, words, 2, 3H)
Table = NDArray[np.int8]  # one direction of it
Row = NDArray[np.int8]  # (3H,) of that

_FAST = {"fastmath": True, "error_model": "numpy"}  # or a division cannot be vectorised


@njit(inline="always", error_model="numpy")
def _tanh(x: np.float32) -> np.float32:
    """A ratio of polynomials, right to 1e-6 and vectorised, as in Eigen's `ptanh`."""
    limit = np.float32(7.90531110763549805)
    x = min(max(x, -limit), limit)
    s = x * x
    p = np.float32(-2.76076847742355e-16) * s + np.float32(2.00018790482477e-13)
    p = p * s + np.float32(-8.60467152213735e-11)
    p = p * s + np.float32(5.12229709037114e-08)
    p = p * s + np.float32(1.48572235717979e-05)
    p = p * s + np.float32(6.37261928875436e-04)
    p = p * s + np.float32(4.89352455891786e-03)
    q = np.float32(1.19825839466702e-06) * s + np.float32(1.18534705686654e-04)
    q = q * s + np.float32(2.26843463243900e-03)
    q = q * s + np.float32(4.89352518554385e-03)
    return x * p / q


@njit(**_FAST)
def _beside(own: Row, beside: Row, scale: Floats, gates: Floats) -> None:
    for j in range(len(scale)):
        gates[j] = _tanh(scale[j] * (np.float32(own[j]) + np.float32(beside[j])))


@njit(**_FAST)
def _alone(own: Row, scale: Floats, gates: Floats) -> None:
    for j in range(len(scale)):
        gates[j] = _tanh(scale[j] * np.float32(own[j]))


@njit(**_FAST)
def _gates(table: Table, scale: Floats, word: int, neighbour: int, gates: Floats) -> None:
    """(3H,) gates of a word beside its neighbour, -1 for none; forget and output as 2 gate - 1."""
    if neighbour >= 0:
        _beside(table[word, 0], table[neighbour, 1], scale, gates)
    else:
        _alone(table[word, 0], scale, gates)


@njit(**_FAST)
def _step(
    candidate: Floats, forget: Floats, output: Floats, cell: Floats, maximum: Floats, mean: Floats
) -> None:
    half = np.float32(0.5)
    for j in range(len(cell)):
        kept = half * forget[j] + half
        cell[j] = kept * (cell[j] - candidate[j]) + candidate[j]
        state = (half * output[j] + half) * cell[j]
        maximum[j] = max(maximum[j], state)
        mean[j] += state


@njit(**_FAST)
def _pool_direction(
    ids: Ids, table: Table, scale: Floats, backward: bool, maximum: Floats, mean: Floats
) -> None:
    """Fill the (H,) maximum and mean of one direction's states."""
    h, n = len(maximum), len(ids)
    gates, cell = np.empty(3 * h, np.float32), np.zeros(h, np.float32)
    maximum[:] = np.float32(-2)  # below any state
    mean[:] = np.float32(0)
    neighbour = -1
    for i in range(n):
        word = ids[n - 1 - i] if backward else ids[i]
        _gates(table, scale, word, neighbour, gates)
        _step(gates[:h], gates[h : 2 * h], gates[2 * h :], cell, maximum, mean)
        neighbour = word
    for j in range(h):
        mean[j] /= np.float32(n)


@njit("void(int32[::1], int64[::1], int8[:,:,:,::1], float32[:,::1], float32[:,::1])", **_FAST)
def pool(ids: Ids, starts: NDArray[np.int64], tables: Tables, scale: Floats, out: Floats) -> None:
    """For B reviews, from one to the next of the (B+1,) starts: (B, 4H) pooled states.

    Columns: maximum forward, maximum backward, mean forward, mean backward.
    """
    h = out.shape[1] // 4
    for b in range(len(starts) - 1):
        review = ids[starts[b] : starts[b + 1]]
        row = out[b]
        _pool_direction(review, tables[0], scale[0], False, row[:h], row[2 * h : 3 * h])
        _pool_direction(review, tables[1], scale[1], True, row[h : 2 * h], row[3 * h :])


@njit(**_FAST)
def _keep(
    candidate: Floats, forget: Floats, output: Floats, before: Floats, cell: Floats,
    maximum: Floats, peak: Floats, i: np.float32,
) -> None:  # fmt: skip
    """Fill the cell, and note where each unit's state peaks."""
    half = np.float32(0.5)
    for j in range(len(cell)):
        kept = half * forget[j] + half
        cell[j] = kept * (before[j] - candidate[j]) + candidate[j]
    for j in range(len(cell)):
        state = (half * output[j] + half) * cell[j]
        peak[j] = i if state > maximum[j] else peak[j]
        maximum[j] = max(maximum[j], state)


@njit(**_FAST)
def _parts(
    own: Row, beside: Row, scale: Floats, nothing: Floats, quiet: Floats,
    active: Floats, multiplier: Floats, shares: Floats,
) -> None:  # fmt: skip
    """Add to the two shares what gates move from quiet: by the word itself, by its neighbour."""
    of_word, of_neighbour = np.float32(0), np.float32(0)
    small, one = np.float32(1e-3), np.float32(1)
    for j in range(len(active)):
        by_neighbour = scale[j] * np.float32(beside[j])
        by_word = scale[j] * np.float32(own[j]) - nothing[j]
        moved = by_word + by_neighbour
        still = abs(moved) < small
        slope = (active[j] - quiet[j]) / (one if still else moved)
        rate = multiplier[j] * ((one - quiet[j] * quiet[j]) if still else slope)
        of_word += rate * by_word
        of_neighbour += rate * by_neighbour
    shares[0] += of_word
    shares[1] += of_neighbour


@njit(**_FAST)
def _multipliers(
    candidate: Floats, forget: Floats, output: Floats, before: Floats, cell: Floats,
    quiet: Floats, quiet_forget: Floats, quiet_output: Floats,
    for_maximum: Floats, for_mean: Floats, peak: Floats, i: np.float32,
    carried: Floats, of_candidate: Floats, of_forget: Floats, of_output: Floats,
) -> None:  # fmt: skip
    """What the logit moves with each gate (as tanh): products half by each of their factors."""
    half, quarter, zero = np.float32(0.5), np.float32(0.25), np.float32(0)
    for j in range(len(cell)):
        of_state = for_mean[j] + (for_maximum[j] if peak[j] == i else zero)
        opened = half + quarter * (output[j] + quiet_output[j])
        kept = half + quarter * (forget[j] + quiet_forget[j])
        of_cell = of_state * opened + carried[j]
        of_output[j] = quarter * of_state * (cell[j] + quiet[j])
        of_forget[j] = quarter * of_cell * (before[j] - candidate[j])
        of_candidate[j] = of_cell * (np.float32(1) - kept)
        carried[j] = of_cell * kept


@njit(**_FAST)
def _keep_direction(
    ids: Ids, table: Table, scale: Floats, backward: bool,
    gates: Floats, cells: Floats, peak: Floats,
) -> None:  # fmt: skip
    """Read as `_pool_direction` does; fill (n, 3H) gates as tanh, (n+1, H) cells, (H,) peaks."""
    h, n = len(peak), len(ids)
    maximum, neighbour = np.full(h, np.float32(-2)), -1
    for i in range(n):
        word = ids[n - 1 - i] if backward else ids[i]
        row = gates[i]
        _gates(table, scale, word, neighbour, row)
        _keep(
            row[:h], row[h : 2 * h], row[2 * h :], cells[i], cells[i + 1],
            maximum, peak, np.float32(i),
        )  # fmt: skip
        neighbour = word


@njit(**_FAST)
def _share_direction(
    ids: Ids, table: Table, scale: Floats, nothing: Floats, backward: bool,
    for_maximum: Floats, for_mean: Floats, shares: Shares,
) -> np.float32:  # fmt: skip
    """Add to the (n,) shares, and give the part of the logit that is nobody's."""
    h, n = len(for_mean), len(ids)
    gates, cells = np.empty((n, 3 * h), np.float32), np.zeros((n + 1, h), np.float32)
    peak, carried, quiet = (
        np.zeros(h, np.float32),
        np.zeros(h, np.float32),
        np.empty(3 * h, np.float32),
    )
    multiplier, found, none = (
        np.empty(3 * h, np.float32),
        np.empty(2, np.float32),
        np.zeros_like(table[0, 1]),
    )
    for j in range(3 * h):
        quiet[j] = _tanh(nothing[j])
    _keep_direction(ids, table, scale, backward, gates, cells, peak)
    mean_part = for_mean / np.float32(n)
    for i in range(n - 1, -1, -1):
        row = gates[i]
        _multipliers(
            row[:h], row[h : 2 * h], row[2 * h :], cells[i], cells[i + 1],
            quiet[:h], quiet[h : 2 * h], quiet[2 * h :], for_maximum, mean_part, peak,
            np.float32(i), carried, multiplier[:h], multiplier[h : 2 * h], multiplier[2 * h :],
        )  # fmt: skip
        place = n - 1 - i if backward else i
        before = place + 1 if backward else place - 1
        beside = table[ids[before], 1] if i > 0 else none
        found[:] = np.float32(0)
        _parts(table[ids[place], 0], beside, scale, nothing, quiet, row, multiplier, found)
        shares[place] += found[0]
        if i > 0:
            shares[before] += found[1]
    nobodys = np.float32(0)
    for j in range(h):
        opened = np.float32(0.5) * quiet[2 * h + j] + np.float32(0.5)
        nobodys += quiet[j] * (opened * (for_maximum[j] + for_mean[j]) - carried[j])
    return nobodys


@njit(
    "float32(int32[::1], int8[:,:,:,::1], float32[:,::1], float32[:,::1], float32[::1], "
    "float64[::1])",
    **_FAST,
)
def share(
    ids: Ids, tables: Tables, scale: Floats, nothing: Floats, head: Floats, shares: Shares
) -> np.float32:
    """Add each word's share in head · pooled, for one review and a (4H,) head; give the rest.

    DeepLIFT (Shrikumar et al. 2017, https://arxiv.org/abs/1704.02685): how far each gate is from
    where no word would leave it, carried to the logit, exactly.
    """
    h = len(head) // 4
    return _share_direction(
        ids, tables[0], scale[0], nothing[0], False, head[:h], head[2 * h : 3 * h], shares
    ) + _share_direction(
        ids, tables[1], scale[1], nothing[1], True, head[h : 2 * h], head[3 * h :], shares
    )
