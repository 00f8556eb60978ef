"""From logit to probability, and from probability to verdict: each in this one place."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from model.arrays import F64
from model.contract.schema import Sentiment


class Verdict(NamedTuple):
    sentiment: Sentiment
    confidence: float  # probability of that sentiment, 0.5 to 1
    uncertain: bool


@dataclass(frozen=True)
class Calibration:
    """Temperature scaling (Guo et al. 2017, https://arxiv.org/abs/1706.04599)."""

    temperature: float
    uncertain_below: float  # a confidence under this is too low to act on

    def probabilities(self, logits: F64) -> F64:
        """The calibrated probabilities of "positive", in (0, 1), one for each logit."""
        tempered = np.maximum(logits / self.temperature, -700)  # below, exp() overflows
        result: F64 = 1 / (1 + np.exp(-tempered))
        return result

    def probability(self, logit: float) -> float:
        """The same of one logit, without arrays."""
        return 1 / (1 + math.exp(-max(logit / self.temperature, -700.0)))

    def verdict(self, probability: float) -> Verdict:
        """Of a calibrated probability of positive; one half counts as positive."""
        confidence = max(probability, 1 - probability)
        sentiment: Sentiment = "positive" if probability >= 0.5 else "negative"
        return Verdict(sentiment, confidence, confidence < self.uncertain_below)
