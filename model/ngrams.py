"""The n-gram part of the model: one weight for each telling phrase of one to three words.

A small recurrent network forgets rare phrases; a table does not (Cheng et al. 2016, "wide and
deep", https://arxiv.org/abs/1606.07792). A phrase counts once, however often it is said. The table
is open-addressed and keeps eight bits of each phrase's hash: a phrase that it does not hold is
taken for another one about once in five hundred times.
Everything compiled is in this file (model/compiled.py says why). n words of one review, S slots.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.compiled import COMPILED, njit

MAX_WORDS = 3
_BITS = 15  # a word number fits into 15 bits, so three fit into one key
USUAL, SHORTEST = 250, 20  # words of a review, for how much phrases count
_FIRST_WORD = 2  # padding and unknown make no phrase

Ids = NDArray[np.int32]
Keys = NDArray[np.uint64]
Shares = NDArray[np.float64]


@dataclass(frozen=True)
class Ngrams:
    """(S,) slots; S is a power of two. A free slot has the fingerprint 0."""

    fingerprints: NDArray[np.uint8]
    weights: NDArray[np.int8]
    scale: float  # of a weight, in parts of the logit
    power: float = 0.0  # by which phrases count for less in a longer review

    @classmethod
    def build(
        cls, keys: Keys, weights: NDArray[np.floating], log2_slots: int, power: float = 0.0
    ) -> "Ngrams":
        """Keep these phrases; the weights are rounded to 127 steps each way."""
        scale = max(float(np.abs(weights).max(initial=0)), 1e-6) / 127
        fingerprints = np.zeros(1 << log2_slots, np.uint8)
        rounded = np.zeros(1 << log2_slots, np.int8)
        hashes = mixed(keys)
        slots, left = hashes & _mask(fingerprints), np.arange(len(keys))
        while len(left):
            at = slots[left]
            _, first = np.unique(at, return_index=True)  # of those at one slot, one gets it
            placed = first[fingerprints[at[first]] == 0]
            fingerprints[at[placed]] = _fingerprint(hashes[left[placed]])
            rounded[at[placed]] = np.rint(weights[left[placed]] / scale)
            left = np.delete(left, placed)
            slots[left] = (slots[left] + np.uint64(1)) & _mask(fingerprints)
        return cls(fingerprints, rounded, scale, power)

    def score(self, ids: Ids) -> float:
        """What the phrases of a review add to its logit."""
        if COMPILED:
            return self._step(ids) * float(_total(ids, self.fingerprints, self.weights))
        slots = np.unique(np.concatenate(list(self._found(ids))))
        return self._step(ids) * float(self.weights[slots[slots >= 0]].sum(dtype=np.int64))

    def shares(self, ids: Ids) -> Shares:
        """(n,) parts of `score`: a phrase is shared equally by its words, wherever it stands.

        For a product of presences that is its integrated gradient (Sundararajan et al. 2017).
        """
        shares = np.zeros(len(ids))
        if COMPILED:
            _share(ids, self.fingerprints, self.weights, shares)
            return shares * self._step(ids)
        found = list(self._found(ids))
        times = np.bincount(np.concatenate(found) + 1, minlength=1)
        for n, slots in enumerate(found, 1):
            part = np.where(slots >= 0, self.weights[slots] / (n * times[slots + 1]), 0)
            for i in range(n):
                shares[i : i + len(part)] += part
        return shares * self._step(ids)

    def _step(self, ids: Ids) -> float:
        """What one step of a weight counts: the phrases of a long review repeat each other."""
        length: float = max(len(ids), SHORTEST) / USUAL
        return float(self.scale * length**-self.power)

    def _found(self, ids: Ids) -> list[NDArray[np.int64]]:
        """For each length, the slot of the phrase that starts at each word; -1 for none."""
        return [self._slots(keys(ids, n)) for n in range(1, MAX_WORDS + 1)]

    def _slots(self, key: Keys) -> NDArray[np.int64]:
        hashes = mixed(key)
        slots = np.where(key == 0, -1, (hashes & _mask(self.fingerprints)).astype(np.int64))
        searching = np.flatnonzero(slots >= 0)
        while len(searching):
            stored = self.fingerprints[slots[searching]]
            slots[searching[stored == 0]] = -1
            searching = searching[(stored != 0) & (stored != _fingerprint(hashes[searching]))]
            slots[searching] = (slots[searching] + 1) % len(self.fingerprints)
        return slots


def keys(ids: Ids, n: int) -> Keys:
    """(len(ids) - n + 1,) keys of the phrases of n words; 0 where one holds an unknown word."""
    count = max(0, len(ids) - n + 1)
    key = np.zeros(count, np.uint64)
    known = np.ones(count, bool)
    for i in range(n):
        word = ids[i : i + count]
        known &= word >= _FIRST_WORD
        key |= word.astype(np.uint64) << np.uint64(i * _BITS)
    return np.where(known, key, np.uint64(0))


def mixed(key: Keys) -> Keys:
    """The finaliser of SplitMix64 (Steele et al. 2014): every bit of a key moves every other."""
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return key ^ (key >> np.uint64(31))


def _mask(fingerprints: NDArray[np.uint8]) -> np.uint64:
    return np.uint64(len(fingerprints) - 1)


def _fingerprint(hashes: Keys) -> NDArray[np.uint8]:
    upper: NDArray[np.uint8] = np.maximum(hashes >> np.uint64(56), np.uint64(1)).astype(np.uint8)
    return upper


# The same, compiled, without the arrays between.


@njit()
def _find(key: np.uint64, fingerprints: NDArray[np.uint8]) -> int:
    """The slot of a phrase, or -1."""
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    key = key ^ (key >> np.uint64(31))
    mask = np.int64(len(fingerprints) - 1)
    fingerprint = max(np.int64(key >> np.uint64(56)), 1)
    slot = np.int64(key & np.uint64(0x7FFFFFFFFFFFFFFF)) & mask
    while fingerprints[slot] != 0:
        if fingerprints[slot] == fingerprint:
            return int(slot)
        slot = (slot + 1) & mask
    return -1


@njit()
def _look_up(ids: Ids, fingerprints: NDArray[np.uint8], slots: NDArray[np.int64]) -> None:
    """Fill (n, 3): the slot of the phrase of one, two, three words that starts at each word."""
    n = len(ids)
    for i in range(n):
        key = np.uint64(0)
        for length in range(3):
            if i + length >= n or ids[i + length] < 2:
                break
            key |= np.uint64(ids[i + length]) << np.uint64(15 * length)
            slots[i, length] = _find(key, fingerprints)


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
    """Fill the table with the slots `seen`, and how often each was met."""
    for slot in slots.ravel():
        if slot >= 0:
            at = _place(slot, seen)
            seen[at] = slot
            times[at] += 1


@njit()
def _room(n: int) -> int:
    room = 16
    while room < 6 * n:
        room *= 2
    return room


@njit("int64(int32[::1], uint8[::1], int8[::1])")
def _total(ids: Ids, fingerprints: NDArray[np.uint8], weights: NDArray[np.int8]) -> int:
    """The sum of the weights of the different phrases."""
    slots, seen = np.full((len(ids), 3), -1), np.full(_room(len(ids)), -1)
    _look_up(ids, fingerprints, slots)
    total = 0
    for slot in slots.ravel():
        if slot < 0:
            continue
        at = _place(slot, seen)
        if seen[at] == -1:
            seen[at] = slot
            total += weights[slot]
    return total


@njit("void(int32[::1], uint8[::1], int8[::1], float64[::1])")
def _share(
    ids: Ids, fingerprints: NDArray[np.uint8], weights: NDArray[np.int8], shares: Shares
) -> None:
    """Add to the (n,) shares each word's part of the phrases it stands in."""
    slots = np.full((len(ids), 3), -1)
    _look_up(ids, fingerprints, slots)
    seen, times = np.full(_room(len(ids)), -1), np.zeros(_room(len(ids)), np.int64)
    _count(slots, seen, times)
    for i in range(len(ids)):
        for length in range(3):
            slot = slots[i, length]
            if slot < 0:
                continue
            part = weights[slot] / ((length + 1) * times[_place(slot, seen)])
            for k in range(length + 1):
                shares[i + k] += part
