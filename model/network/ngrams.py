"""The n-gram part of the model: one weight for each telling n-gram of one to three words.

A small recurrent network forgets rare n-grams; a table does not (Cheng et al. 2016, "wide and
deep", https://arxiv.org/abs/1606.07792). An n-gram counts once, however often it is said. The table
is open-addressed and keeps eight bits of each n-gram's hash: an n-gram that it does not hold is
taken for another one about once in 225 times, as full as model/training/assemble.py makes it.
Compiled where Numba is (ngram_kernels.py); where it is not, NumPy gives the same answers.
n words of one review, S slots.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.arrays import F64, Ids, Keys
from model.compiled import COMPILED
from model.network import ngram_kernels

MAX_WORDS = 3
_BITS = 15  # a word number fits into 15 bits, so three fit into one key
MOST_WORDS = 1 << _BITS
USUAL, SHORTEST = 250, 20  # words of a review, for how much n-grams count
_FIRST_WORD = 2  # padding and unknown make no n-gram


@dataclass(frozen=True)
class Ngrams:
    """S slots; S is a power of two. A free slot has the fingerprint 0."""

    slots: NDArray[np.uint8]  # (S, 2): fingerprint and weight beside each other, in one cache line
    scale: float  # of a weight, in parts of the logit
    power: float  # by which n-grams count for less in a longer review

    @classmethod
    def of(
        cls,
        fingerprints: NDArray[np.uint8],
        weights: NDArray[np.int8],
        scale: float,
        power: float = 0,
    ) -> "Ngrams":
        return cls(np.stack([fingerprints, weights.view(np.uint8)], axis=1), scale, power)

    @property
    def fingerprints(self) -> NDArray[np.uint8]:
        return self.slots[:, 0]

    @property
    def weights(self) -> NDArray[np.int8]:
        return self.slots.view(np.int8)[:, 1]

    @classmethod
    def build(cls, keys: Keys, weights: NDArray[np.floating], log2_slots: int) -> "Ngrams":
        """Keep these n-grams; the weights are rounded to 127 steps each way."""
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
        return cls.of(fingerprints, rounded, scale)

    def score(self, ids: Ids) -> float:
        """What the n-grams of a review add to its logit."""
        if COMPILED:
            return self._step(ids) * float(ngram_kernels.total(ids, self.slots))
        slots = np.unique(np.concatenate(list(self._found(ids))))
        return self._step(ids) * float(self.weights[slots[slots >= 0]].sum(dtype=np.int64))

    def shares(self, ids: Ids) -> F64:
        """(n,) parts of `score`: an n-gram is shared equally by its words, wherever it stands.

        For a product of presences that is its integrated gradient (Sundararajan et al. 2017).
        """
        shares = np.zeros(len(ids))
        if COMPILED:
            ngram_kernels.share(ids, self.slots, shares)
            return shares * self._step(ids)
        found = list(self._found(ids))
        times = np.bincount(np.concatenate(found) + 1, minlength=1)
        for n, slots in enumerate(found, 1):
            part = np.where(slots >= 0, self.weights[slots] / (n * times[slots + 1]), 0)
            for i in range(n):
                shares[i : i + len(part)] += part
        return shares * self._step(ids)

    def _step(self, ids: Ids) -> float:
        """What one step of a weight counts: the n-grams of a long review repeat each other."""
        length: float = max(len(ids), SHORTEST) / USUAL
        return float(self.scale * length**-self.power)

    def _found(self, ids: Ids) -> list[NDArray[np.int64]]:
        """For each length, the slot of the n-gram that starts at each word; -1 for none."""
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
    """(len(ids) - n + 1,) keys of the n-grams of n words; 0 where one holds an unknown word."""
    count = max(0, len(ids) - n + 1)
    key = np.zeros(count, np.uint64)
    known = np.ones(count, bool)
    for i in range(n):
        word = ids[i : i + count]
        known &= word >= _FIRST_WORD
        key |= word.astype(np.uint64) << np.uint64(i * _BITS)
    return np.where(known, key, np.uint64(0))


def all_keys(ids: Ids) -> Keys:
    """The keys of all n-grams of one to three words, by length and place."""
    return np.concatenate([keys(ids, n) for n in range(1, MAX_WORDS + 1)])


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
