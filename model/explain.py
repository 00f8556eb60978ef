"""Why: each word's share in the logit, exact and without a gradient.

The logit is a bias, what the network reads and what the phrases add. Both are sums over words:
see model/recurrence.py and model/ngrams.py. Nothing is left over but rounding.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model import sentences
from model.calibration import Calibration
from model.contract.clean import Cleaned
from model.contract.schema import Explanation, SentenceShare, Words
from model.tokenizer import Encoding

Floats = NDArray[np.float64]


class Shares(NamedTuple):
    """The parts of a logit: by word, and the baseline, which is nobody's."""

    by_word: Floats  # (n,)
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
    return Explanation(
        text=reading.cleaned.text,
        altered=reading.cleaned.altered,
        baseline=baseline,
        logit=reading.logit,
        words=_words(
            reading.encoding, by_word, calibration.probabilities(baseline + np.cumsum(by_word))
        ),
        sentences=_sentences(reading.cleaned.text, reading.encoding, by_word),
    )


def _words(encoding: Encoding, shares: Floats, so_far: Floats) -> Words:
    columns = (encoding.starts, encoding.ends, shares, so_far)
    return Words(*(column.tolist() for column in columns))


def _sentences(text: str, encoding: Encoding, shares: Floats) -> list[SentenceShare]:
    """A sentence's share is that of its words."""
    total = np.concatenate([[0.0], np.cumsum(shares)])
    spans = np.array(sentences.spans(text), encoding.starts.dtype)  # (k, 2)
    parts = total[encoding.starts.searchsorted(spans)]
    of_sentences = parts[:, 1] - parts[:, 0]
    return list(map(SentenceShare, *spans.T.tolist(), of_sentences.tolist()))
