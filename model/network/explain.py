"""Why: each word's share in the logit, exact and without a gradient.

The logit is a bias, what the network reads and what the n-grams add. Both are sums over words:
see recurrence.py and ngrams.py. Nothing is left over but rounding.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.arrays import F64
from model.contract.clean import Cleaned
from model.contract.schema import Explanation, SentenceShare, Words
from model.network.calibration import Calibration
from model.text import sentences
from model.text.tokenizer import Encoding


class Shares(NamedTuple):
    """The parts of a logit: by word, and the baseline, which is nobody's."""

    by_word: F64  # (n,)
    baseline: float

    @property
    def logit(self) -> float:
        return self.baseline + float(self.by_word.sum())


class Reading(NamedTuple):
    """One review of n words, read."""

    cleaned: Cleaned
    encoding: Encoding
    logit: float
    shares: Shares | None  # if they are asked for


def explanation(reading: Reading, calibration: Calibration) -> Explanation | None:
    """The shares by word and by sentence, and how the verdict grows; None if nobody asked."""
    if reading.shares is None:
        return None
    by_word, baseline = reading.shares
    so_far = np.concatenate([[0.0], np.cumsum(by_word)])
    words = _words(reading.encoding, by_word, calibration.probabilities(baseline + so_far[1:]))
    return Explanation(
        text=reading.cleaned.text,
        altered=reading.cleaned.altered,
        baseline=baseline,
        logit=reading.logit,
        words=words,
        sentences=_sentences(reading.cleaned.text, reading.encoding.starts, so_far),
    )


def _words(encoding: Encoding, shares: F64, so_far: F64) -> Words:
    columns = (encoding.starts, encoding.ends, shares, so_far)
    return Words(*(column.tolist() for column in columns))


def _sentences(text: str, starts: NDArray[np.int32], so_far: F64) -> list[SentenceShare]:
    """A sentence's share is that of its words. Of n words: (n,) starts, (n + 1,) sums of shares."""
    bounds = sentences.bounds(text)
    before = so_far[starts.searchsorted(np.array(bounds, np.int32))]
    shares = (before[1:] - before[:-1]).tolist()
    return list(map(SentenceShare, bounds, bounds[1:], shares))
