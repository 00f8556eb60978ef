"""Compiled: the n-grams of a review, found in the table of ngrams.py without arrays between.

Everything compiled is in this file (model/compiled.py says why). n words of one review, S slots.
"""

import numpy as np
from numpy.typing import NDArray

from model.arrays import F64, Ids
from model.compiled import njit

Hashes = NDArray[np.uint64]
Slots = NDArray[np.uint8]  # (S, 2): fingerprint and weight


@njit()
def _hash(ids: Ids, hashes: Hashes) -> None:
    """Fill (n, 3): the hash of the n-gram of one, two, three words that starts at each word."""
    n = len(ids)
    for i in range(n):
        key = np.uint64(0)
        for length in range(3):
            if i + length >= n or ids[i + length] < 2:
                break
            key |= np.uint64(ids[i + length]) << np.uint64(15 * length)
            value = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            hashes[i, length] = value ^ (value >> np.uint64(31))


@njit()
def _home(value: np.uint64, table: Slots) -> int:
    """The slot where an n-gram is looked for first."""
    return int(np.int64(value & np.uint64(0x7FFFFFFFFFFFFFFF)) & (len(table) - 1))


@njit()
def _find(value: np.uint64, stored: np.uint8, table: Slots) -> int:
    """The slot of an n-gram, or -1; `stored` is the fingerprint at its home."""
    fingerprint = max(np.int64(value >> np.uint64(56)), 1)
    slot = _home(value, table)
    while stored != 0:
        if stored == fingerprint:
            return slot
        slot = (slot + 1) & (len(table) - 1)
        stored = table[slot, 0]
    return -1


@njit()
def _look_up(ids: Ids, table: Slots) -> NDArray[np.int64]:
    """(n, 3) slots of the n-grams of one, two, three words that start at each word; -1 for none.

    All homes are read first: memory is slow, but brings many at once to who does not wait for each.
    """
    hashes, found = np.zeros((len(ids), 3), np.uint64), np.full((len(ids), 3), -1)
    _hash(ids, hashes)
    stored = np.zeros(found.size, np.uint8)
    for i, value in enumerate(hashes.flat):
        if value:
            stored[i] = table[_home(value, table), 0]
    for i, value in enumerate(hashes.flat):
        if value:
            found.flat[i] = _find(value, stored[i], table)
    return found


@njit()
def _place(slot: np.int64, seen: NDArray[np.int64]) -> int:
    """Where a slot stands in a small hash table, or would: -1 is free."""
    mask = len(seen) - 1
    at = (slot * 0x9E3779B1 >> 8) & mask
    while seen[at] != -1 and seen[at] != slot:
        at = (at + 1) & mask
    return int(at)


@njit()
def _count(slots: NDArray[np.int64], seen: NDArray[np.int64], times: NDArray[np.int64]) -> None:
    """Fill a small hash table with the slots `seen` and how often each was met. In `slots`, put
    where in that table each stands."""
    flat = slots.ravel()
    for i, slot in enumerate(flat):
        if slot >= 0:
            at = _place(slot, seen)
            seen[at] = slot
            times[at] += 1
            flat[i] = at


@njit()
def _room(n: int) -> int:
    room = 16
    while room < 6 * n:
        room *= 2
    return room


@njit("int64(int32[::1], uint8[:, ::1])")
def total(ids: Ids, table: Slots) -> int:
    """The sum of the weights of the different n-grams."""
    seen = np.full(_room(len(ids)), -1)
    found = 0
    for slot in _look_up(ids, table).ravel():
        if slot < 0:
            continue
        at = _place(slot, seen)
        if seen[at] == -1:
            seen[at] = slot
            found += int(np.int8(table[slot, 1]))
    return found


@njit("void(int32[::1], uint8[:, ::1], float64[::1])")
def share(ids: Ids, table: Slots, shares: F64) -> None:
    """Add to the (n,) shares each word's part of the n-grams it stands in."""
    slots = _look_up(ids, table)
    seen, times = np.full(_room(len(ids)), -1), np.zeros(_room(len(ids)), np.int64)
    _count(slots, seen, times)
    for i in range(len(ids)):
        for length in range(3):
            at = slots[i, length]
            if at < 0:
                continue
            part = np.int8(table[seen[at], 1]) / ((length + 1) * times[at])
            for k in range(length + 1):
                shares[i + k] += part
