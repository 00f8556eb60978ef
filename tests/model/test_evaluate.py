"""The figures against outside oracles, and the command as it is called."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import accuracy_score, log_loss

from model.artifact import Artifact
from model.calibration import Calibration
from model.evaluate import evaluate, expected_calibration_error, fit_temperature, score

FRAME = pd.DataFrame(
    {"text": ["the film was good", "dull !", "<br />", "😀", None], "label": [1, 0, 0, 1, 0]}
)


def test_figures_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    logits, labels = rng.normal(0, 2, 500), rng.integers(0, 2, 500)
    calibration = Calibration(temperature=1.7, uncertain_below=0.7)
    probability = [calibration.probability(logit) for logit in logits]
    figures = score(calibration, logits, labels)
    assert figures["accuracy"] == pytest.approx(accuracy_score(labels, logits >= 0), abs=1e-5)
    assert figures["nll"] == pytest.approx(log_loss(labels, probability), abs=1e-5)


def test_ece_by_hand() -> None:
    confidence = np.array([0.95, 0.95, 0.55, 0.55])
    right = np.array([True, False, True, True])
    assert expected_calibration_error(confidence, right) == pytest.approx(0.5 * 0.45 + 0.5 * 0.45)


def test_most_confident_80_percent() -> None:
    logits = np.array([5.0, 4.0, 3.0, 2.0, 0.1])
    figures = score(Calibration(1.0, 0.6), logits, np.array([1, 1, 1, 1, 0]))
    assert figures["accuracy"] == 0.8
    assert figures["accuracy_top80"] == 1.0
    assert figures["uncertain_share"] == pytest.approx(0.2)
    assert figures["accuracy_certain"] == 1.0


def test_temperature_is_found_again() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, 50_000)
    labels = (rng.random(50_000) < 1 / (1 + np.exp(-logits))).astype(int)
    assert fit_temperature(3 * logits, labels) == pytest.approx(3, rel=0.03)


@pytest.fixture
def folder(artifact: Artifact, tmp_path: Path) -> Path:
    artifact.save(tmp_path / "artifact")
    FRAME.to_csv(tmp_path / "reviews.csv", index=False)
    FRAME.to_parquet(tmp_path / "reviews.parquet")
    return tmp_path


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "model.evaluate", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["reviews.csv", "reviews.parquet"])
def test_command_prints_one_json_object(folder: Path, name: str) -> None:
    done = run("--data", folder / name, "--artifact", folder / "artifact", "--json")
    figures = json.loads(done.stdout)
    assert figures == evaluate(folder / name, folder / "artifact")
    assert figures["n"] == 5
    assert {"accuracy", "ece", "nll", "accuracy_top80"} <= figures.keys()


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        (FRAME.rename(columns={"text": "review"}), "no column text"),
        (FRAME.assign(label=[1, 2, 0, 1, 0]), "every label must be 1"),
        (FRAME[:0], "every label must be 1"),
    ],
)
def test_a_file_that_will_not_do(folder: Path, frame: pd.DataFrame, sentence: str) -> None:
    frame.to_csv(folder / "bad.csv", index=False)
    done = run("--data", folder / "bad.csv", "--artifact", folder / "artifact")
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_no_artifact(folder: Path) -> None:
    done = run("--data", folder / "reviews.csv", "--artifact", folder)
    assert done.returncode == 1
    assert "not a model artifact" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_file(folder: Path) -> None:
    assert "is not a file" in run("--data", folder / "none.csv").stderr
