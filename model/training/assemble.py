"""From a trained network to an artifact: the n-gram table, the mix of both, calibration, metrics.

D training documents, V n-grams, B validation reviews.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from model.arrays import F32, F64, Ids, Labels
from model.artifact import Artifact, Config, stored
from model.contract.limits import UNCERTAIN_BELOW
from model.evaluate import fit_temperature, score
from model.network.calibration import Calibration
from model.network.gate_tables import Weights, largest_gates
from model.network.ngrams import SHORTEST, USUAL, Ngrams
from model.network.qrnn import Network
from model.predict import Predictor
from model.text.tokenizer import Encoding, Tokenizer
from model.training import learn, ngram_fit
from model.training.examples import Examples

MIN_DOCUMENTS = 4  # in which an n-gram must stand
_BOUNDS = ((0, 5), (0, 5), (0, 1), (-3, 3))  # of a mix
_FULL = 0.45  # share of the table's slots that may be taken: fuller ones are searched longer


@dataclass(frozen=True)
class Settings:
    ngram_c: float = 0.03
    """How hard the n-gram table fits (scikit-learn's C)."""
    log2_slots: int = 21
    """The table has two to this many slots, of two bytes each."""
    uncertain_below: float = UNCERTAIN_BELOW
    """Below this calibrated confidence a verdict is called uncertain."""


def assemble(
    name: str, tokenizer: Tokenizer, network: Network, examples: Examples,
    validation: list[Ids], labels: Labels, settings: Settings, seed: int,
) -> Artifact:  # fmt: skip
    """Fit the n-gram table to the examples, the mix and temperature to the validation reviews."""
    keys, of_each = _ngram_weights(examples, settings, seed)
    tried = validation + examples.cut(validation, seed)  # whole reviews and passages of them
    ngrams = Ngrams.build(keys, of_each, settings.log2_slots)
    mix = _mix(
        learn.logits_of(network, tried).astype(np.float64),
        np.array([ngrams.score(ids) for ids in tried]),
        np.array([len(ids) for ids in tried]),
        np.concatenate([labels, labels]),
    )
    weights = stored(_scaled(network, mix.of_network, mix.bias))
    return _calibrated(
        Artifact(
            Config(name, len(tokenizer), network.embedding.embedding_dim, network.n_hidden),
            tokenizer,
            weights,
            replace(ngrams, scale=ngrams.scale * mix.of_ngrams, power=mix.power),
            largest_gates(weights),
            Calibration(1.0, settings.uncertain_below),
            {},
        ),
        validation,
        labels,
    )


def _ngram_weights(
    examples: Examples, settings: Settings, seed: int
) -> tuple[NDArray[np.uint64], F32]:
    """The n-grams worth keeping and their weights."""
    whole = [ngram_fit.ngrams_of(ids) for ids in examples.ids]
    parts = [ngram_fit.ngrams_of(ids) for ids in examples.cut(examples.ids[: examples.n_cut], seed)]
    known = ngram_fit.frequent(whole, MIN_DOCUMENTS)
    present = ngram_fit.presence(whole + parts, known)
    targets = np.concatenate([examples.targets, examples.targets[: examples.n_cut]])
    fitted = ngram_fit.fit(present, targets.astype(np.float64), settings.ngram_c)
    # What an n-gram moves in all documents together decides who gets a slot.
    moved = np.abs(fitted.weights) * np.sqrt(present.getnnz(axis=0))
    kept = np.sort(np.argsort(-moved, kind="stable")[: int(_FULL * (1 << settings.log2_slots))])
    return known[kept], fitted.weights[kept]


class Mix(NamedTuple):
    """The logit is
    of_network * network + of_ngrams * n-grams / (max(length, 20) / 250) ** power + bias.
    """

    of_network: float
    of_ngrams: float
    power: float
    bias: float

    def logits(self, network: F64, ngrams: F64, lengths: Labels) -> F64:
        """(B,) each, lengths in words -> (B,) logits."""
        relative = np.maximum(lengths, SHORTEST) / USUAL
        return (
            self.of_network * network + self.of_ngrams * ngrams * relative**-self.power + self.bias
        )


def _mix(network: F64, ngrams: F64, lengths: Labels, labels: Labels) -> Mix:
    """How much of each makes the labels most likely: within bounds, for what a small validation set
    tells apart without a mistake would have infinite weights."""
    sign = np.where(labels == 1, -1, 1)

    def loss(parameters: F64) -> float:
        return float(
            np.logaddexp(0, sign * Mix(*parameters).logits(network, ngrams, lengths)).mean()
        )

    return Mix(*minimize(loss, [0.7, 0.7, 0.2, 0.0], bounds=_BOUNDS, method="L-BFGS-B").x.tolist())


def _scaled(network: Network, share: float, more_bias: float) -> Weights:
    weights = {name: value.numpy() for name, value in network.state_dict().items()}
    weights["head.weight"] = weights["head.weight"] * np.float32(share)
    weights["head.bias"] = weights["head.bias"] * np.float32(share) + np.float32(more_bias)
    return weights


def _calibrated(artifact: Artifact, validation: list[Ids], labels: Labels) -> Artifact:
    """Fit the temperature to what will be served, and measure that."""
    nothing = np.empty(0, np.int32)
    logits = Predictor(artifact).logits([Encoding(ids, nothing, nothing) for ids in validation])
    below = artifact.calibration.uncertain_below
    calibration = Calibration(fit_temperature(logits, labels), below)
    metrics = {"group_split_validation": score(calibration, logits, labels)}
    return replace(artifact, calibration=calibration, metrics=metrics)
