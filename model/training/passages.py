"""Passages of a review, cut alike by whoever has the review, so that each is known by its number.

A review is laid out in passages three times, each time anew: twice in passages of one to three
sentences, once in longer ones. So each word stands in three passages, and a teacher that judges
them says where in the review its verdict comes from.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from model.arrays import Ids
from model.text.tokenizer import UNKNOWN, Tokenizer

LAYOUTS = ((1, 3), (1, 3), (4, 9))  # sentences of a passage, fewest and most
_ENDS = (".", "!", "?", "...")  # in every vocabulary, so that all cut at the same places


def passage_ends(tokenizer: Tokenizer) -> Ids:
    """The word numbers of the signs where a passage may end."""
    found = [int(tokenizer.encode(sign).ids[0]) for sign in _ENDS]
    return np.array([i for i in found if i != UNKNOWN], np.int32)


def passages(ids: Ids, ends: Ids, key: int) -> list[Ids]:
    """All passages of a review, layout by layout, in reading order; `key` decides their lengths."""
    rng = np.random.default_rng(key)
    inside = np.flatnonzero(np.isin(ids[:-1], ends)) + 1
    bounds = np.array([0, *inside, len(ids)])
    return [
        ids[start:stop]
        for fewest, most in LAYOUTS
        for start, stop in pairwise(_layout(bounds, rng.integers(fewest, most + 1, len(bounds))))
    ]


def _layout(bounds: NDArray[np.int64], sizes: NDArray[np.int64]) -> list[int]:
    """Where passages of these many sentences begin, and the end of the last."""
    firsts = np.cumsum(np.append(0, sizes))
    chosen: list[int] = bounds[firsts[firsts < len(bounds) - 1]].tolist()
    return [*chosen, int(bounds[-1])]
