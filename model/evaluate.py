"""Measure an artifact on labelled reviews.

    python -m model.evaluate --data reviews.parquet [--artifact DIR] --json

The file has the columns `text` and `label` (1 positive, 0 negative); other labels are refused,
other columns ignored. A review without a word counts like any other: its probability is 0.5.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypedDict

import numpy as np
import tyro
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from model.arguments import start
from model.arrays import F64, Bools, Labels
from model.artifact import DEFAULT_ARTIFACT, ArtifactError, load_artifact
from model.intervals import of_share
from model.labelled import read_labelled
from model.network.calibration import Calibration
from model.predict import Predictor

N_BINS = 15
_AT_ONCE = 1024  # texts; bounds the memory of a large file


class Figures(TypedDict):
    """What is measured, rounded to five places."""

    n: int
    accuracy: float
    accuracy_interval: list[float]  # 95 %, Wilson
    ece: float
    nll: float
    accuracy_top80: float  # of the most confident 80 %; ties go by the order of the file
    accuracy_top90: float
    uncertain_share: float
    accuracy_certain: float | None  # None if every verdict is uncertain


@dataclass(frozen=True)
class Settings:
    """Measure an artifact on labelled reviews."""

    data: Path
    """A parquet or CSV file with the columns text and label (1 or 0)."""
    artifact: Path = DEFAULT_ARTIFACT
    """The model to measure; by default the one that ships."""
    json: Annotated[bool, tyro.conf.FlagCreatePairsOff] = False
    """Print one JSON object instead of lines for people."""


@dataclass(frozen=True)
class Verdicts:
    """n verdicts on labelled reviews, as columns."""

    probability: F64
    confidence: F64
    certain: Bools
    right: Bools

    @property
    def surest_first(self) -> NDArray[np.intp]:
        """(n,) places, by falling confidence."""
        return np.argsort(-self.confidence, kind="stable")


def judge(calibration: Calibration, probability: F64, labels: Labels) -> Verdicts:
    """Compare what the calibration makes of each probability with the labels."""
    verdicts = [calibration.verdict(p) for p in probability.tolist()]
    positive = np.array([verdict.sentiment == "positive" for verdict in verdicts])
    return Verdicts(
        probability,
        confidence=np.array([verdict.confidence for verdict in verdicts]),
        certain=np.array([not verdict.uncertain for verdict in verdicts]),
        right=positive == (labels == 1),
    )


def judge_texts(predictor: Predictor, texts: list[str], labels: Labels) -> Verdicts:
    return judge(predictor.artifact.calibration, probabilities(predictor, texts), labels)


def score(calibration: Calibration, logits: F64, labels: Labels) -> Figures:
    """The figures of uncalibrated logits."""
    return figures(judge(calibration, calibration.probabilities(logits), labels), labels)


def figures(verdicts: Verdicts, labels: Labels) -> Figures:
    """n, accuracy, ECE, NLL, accuracy of the most confident, and the uncertain band."""
    right, certain = verdicts.right, verdicts.certain
    return {
        "n": len(right),
        "accuracy": _figure(right.mean()),
        "accuracy_interval": [_figure(bound) for bound in of_share(right)],
        "ece": _figure(expected_calibration_error(verdicts.confidence, right)),
        "nll": _figure(negative_log_likelihood(verdicts.probability, labels)),
        "accuracy_top80": _figure(right[surest(verdicts, 0.8)].mean()),
        "accuracy_top90": _figure(right[surest(verdicts, 0.9)].mean()),
        "uncertain_share": _figure(1 - certain.mean()),
        "accuracy_certain": _figure(right[certain].mean()) if certain.any() else None,
    }


def surest(verdicts: Verdicts, share: float) -> NDArray[np.intp]:
    """The numbers of the most confident verdicts, at least one."""
    return verdicts.surest_first[: max(1, round(share * len(verdicts.right)))]


def _figure(value: float) -> float:
    return round(float(value), 5)


def confidence_bins(confidence: F64) -> NDArray[np.int64]:
    """(n,) which of 15 equal bins of [0.5, 1] each confidence is in."""
    return np.minimum(((confidence - 0.5) * 2 * N_BINS).astype(np.int64), N_BINS - 1)


def expected_calibration_error(confidence: F64, right: Bools) -> float:
    """Mean |accuracy - confidence| over the bins, weighted by their size.

    Guo et al. 2017, https://arxiv.org/abs/1706.04599
    """
    bins = confidence_bins(confidence)
    gaps = np.bincount(bins, weights=right - confidence, minlength=N_BINS)
    return float(np.abs(gaps).sum() / len(right))


def negative_log_likelihood(probability: F64, labels: Labels) -> float:
    """In nats a review: how surprised the probabilities are by the labels."""
    p = np.clip(np.where(labels == 1, probability, 1 - probability), 1e-7, 1)
    return float(-np.log(p).mean())


def fit_temperature(logits: F64, labels: Labels) -> float:
    """The temperature that minimises the negative log-likelihood."""

    def loss(log_temperature: float) -> float:
        scaled = logits / np.exp(log_temperature)
        return float(np.logaddexp(0, np.where(labels == 1, -scaled, scaled)).mean())

    found = minimize_scalar(loss, bounds=(-3, 3), method="bounded").x
    return round(float(np.exp(found)), 3)  # the data say no more than that


def probabilities(predictor: Predictor, texts: list[str]) -> F64:
    """As the predictor's own, for any number of texts."""
    parts = [texts[i : i + _AT_ONCE] for i in range(0, len(texts), _AT_ONCE)]
    return np.concatenate([predictor.probabilities(part) for part in parts])


def evaluate(data: Path, artifact: Path) -> Figures:
    """Measure an artifact on a labelled file. Raises ArtifactError, or SystemExit."""
    frame = read_labelled(data)
    predictor, labels = Predictor(load_artifact(artifact)), frame.label.to_numpy()
    return figures(judge_texts(predictor, frame.text.tolist(), labels), labels)


def main(settings: Settings) -> None:
    """Print the figures. Raises ArtifactError, or SystemExit."""
    measured = evaluate(settings.data, settings.artifact)
    if settings.json:
        print(json.dumps(measured))
    else:
        print("\n".join(f"{name:17} {value}" for name, value in measured.items()))


if __name__ == "__main__":
    start(lambda: main(tyro.cli(Settings)), ArtifactError)
