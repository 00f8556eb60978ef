"""Measure an artifact on labelled reviews.

    python -m model.evaluate --data reviews.parquet [--artifact DIR] --json

The file has the columns `text` and `label` (1 positive, 0 negative); other labels are refused.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
import tyro
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from model.artifact import DEFAULT_ARTIFACT, ArtifactError, load_artifact
from model.calibration import Calibration
from model.contract.clean import clean
from model.predict import Predictor
from model.tokenizer import split

N_BINS = 15

Labels = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Settings:
    """Measure an artifact on labelled reviews."""

    data: Path
    """A parquet or CSV file with the columns text and label (1 or 0)."""
    artifact: Path = DEFAULT_ARTIFACT
    """The model to measure; by default the one that ships."""
    json: Annotated[bool, tyro.conf.FlagCreatePairsOff] = False
    """Print one JSON object instead of lines for people."""


def score(calibration: Calibration, logits: Floats, labels: Labels) -> dict[str, float | None]:
    """n, accuracy, ECE, NLL, accuracy of the most confident 80 %, and the uncertain band."""
    probability = np.array([calibration.probability(logit) for logit in logits])
    verdicts = [calibration.verdict(p) for p in probability]
    right = np.array([v.sentiment == "positive" for v in verdicts]) == (labels == 1)
    confidence = np.array([v.confidence for v in verdicts])
    certain = np.array([not v.uncertain for v in verdicts])
    sure = np.argsort(-confidence, kind="stable")[: round(0.8 * len(right))]
    return {
        "n": len(labels),
        "accuracy": _figure(right.mean()),
        "ece": _figure(expected_calibration_error(confidence, right)),
        "nll": _figure(negative_log_likelihood(probability, labels)),
        "accuracy_top80": _figure(right[sure].mean()),
        "uncertain_share": _figure(1 - certain.mean()),
        "accuracy_certain": _figure(right[certain].mean()) if certain.any() else None,
    }


def _figure(value: float) -> float:
    return round(float(value), 5)


def expected_calibration_error(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """Mean |accuracy - confidence| over 15 equal bins of [0.5, 1], weighted by their size.

    Guo et al. 2017, https://arxiv.org/abs/1706.04599
    """
    bins = np.minimum(((confidence - 0.5) * 2 * N_BINS).astype(int), N_BINS - 1)
    gaps = np.bincount(bins, weights=right - confidence, minlength=N_BINS)
    return float(np.abs(gaps).sum() / len(right))


def negative_log_likelihood(probability: Floats, labels: Labels) -> float:
    p = np.clip(np.where(labels == 1, probability, 1 - probability), 1e-7, 1)
    return float(-np.log(p).mean())


def fit_temperature(logits: Floats, labels: Labels) -> float:
    """The temperature that minimises the negative log-likelihood."""

    def loss(log_temperature: float) -> float:
        scaled = logits / np.exp(log_temperature)
        return float(np.logaddexp(0, np.where(labels == 1, -scaled, scaled)).mean())

    found = minimize_scalar(loss, bounds=(-3, 3), method="bounded").x
    return round(float(np.exp(found)), 3)  # the data say no more than that


def read_labelled(path: Path) -> pd.DataFrame:
    """Read text and label. Raises SystemExit with one sentence if the file will not do."""
    if not path.is_file():
        raise SystemExit(f"{path} is not a file. Give a parquet or CSV file with text and label.")
    frame = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    if missing := {"text", "label"} - set(frame.columns):
        raise SystemExit(f"{path} has no column {' and no column '.join(sorted(missing))}.")
    if not len(frame) or not frame.label.isin([0, 1]).all():
        raise SystemExit(f"{path}: every label must be 1 (positive) or 0 (negative).")
    return frame


def evaluate(data: Path, artifact: Path) -> dict[str, float | None]:
    frame = read_labelled(data)
    predictor = Predictor(load_artifact(artifact))
    cleaned = [clean(text).text for text in frame.text.fillna("").astype(str)]
    texts = [
        text if split(text) else "." for text in cleaned
    ]  # nothing to read counts all the same
    logits = predictor.logits(texts)
    return score(predictor.artifact.calibration, logits, frame.label.to_numpy())


def main(settings: Settings) -> None:
    try:
        metrics = evaluate(settings.data, settings.artifact)
    except ArtifactError as error:
        raise SystemExit(str(error)) from error
    if settings.json:
        print(json.dumps(metrics))
    else:
        print("\n".join(f"{name:16} {value}" for name, value in metrics.items()))


if __name__ == "__main__":
    main(tyro.cli(Settings))
