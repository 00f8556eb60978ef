"""Whether what is served, from tables of 8 and 16 bits, says what torch says with the same weights.

Torch is the reference (model/network/qrnn.py), and reads the weights as the artifact stores them.
"""

from dataclasses import dataclass

import numpy as np

from model.arrays import F64
from model.network.gate_tables import Weights
from model.network.qrnn import Network
from model.predict import Predictor
from model.training.learn import logits_of


@dataclass(frozen=True)
class Agreement:
    """Of n texts with a word or more: how far the probabilities are from torch's."""

    n: int
    largest: float  # difference
    of_99_percent: float  # what so many do not exceed
    other_labels: int
    tie: float  # how far from one half torch's probability is, at most, where the label is another


def agreement(predictor: Predictor, weights: Weights, texts: list[str]) -> Agreement:
    """`weights` are those that the predictor was made of; `texts` are clean."""
    artifact = predictor.artifact
    encodings = [e for e in map(artifact.tokenizer.encode, texts) if len(e.ids)]
    documents = [encoding.ids for encoding in encodings]
    of_torch = logits_of(Network.of(weights), documents).astype(np.float64)
    of_torch += [artifact.ngrams.score(ids) for ids in documents]
    probabilities = artifact.calibration.probabilities
    return compare(probabilities(predictor.logits(encodings)), probabilities(of_torch))


def compare(served: F64, of_torch: F64) -> Agreement:
    """(n,) probabilities each, n at least 1."""
    differences = np.abs(served - of_torch)
    other = (served >= 0.5) != (of_torch >= 0.5)
    return Agreement(
        len(served),
        float(differences.max()),
        float(np.quantile(differences, 0.99)),
        int(other.sum()),
        float(np.abs(of_torch - 0.5)[other].max(initial=0)),
    )
