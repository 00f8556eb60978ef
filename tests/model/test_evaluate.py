"""The figures against outside oracles, and the command as it is called."""

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest
from sklearn.metrics import accuracy_score, log_loss

from model import evaluate as module
from model.artifact import Artifact
from model.evaluate import (
    evaluate,
    expected_calibration_error,
    fit_temperature,
    probabilities,
    score,
)
from model.labelled import read_labelled
from model.network.calibration import Calibration
from model.predict import Predictor

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


def test_ece_the_slow_way() -> None:
    rng = np.random.default_rng(1)
    confidence = np.concatenate([[0.5, 1.0, 1.0], rng.uniform(0.5, 1, 400)])
    right = rng.random(403) < confidence
    edges = [0.5 + i / 30 for i in range(15)]
    slow = 0.0
    for low, high in zip(edges, [*edges[1:], 1.1], strict=True):
        inside = [i for i, c in enumerate(confidence) if low <= c < high]
        gap = sum(right[i] for i in inside) - sum(confidence[i] for i in inside)
        slow += abs(gap) / len(confidence)
    assert expected_calibration_error(confidence, right) == pytest.approx(slow)


def test_accuracy_has_wilsons_interval() -> None:
    labels = np.repeat([1, 0], [9, 3])
    figures = score(Calibration(1.0, 0.6), np.ones(12), labels)
    expected = binomtest(9, 12).proportion_ci(method="wilson")
    assert figures["accuracy_interval"] == pytest.approx([expected.low, expected.high], abs=1e-5)


def test_most_confident_80_percent() -> None:
    logits = np.array([5.0, 4.0, 3.0, 2.0, 0.1])
    figures = score(Calibration(1.0, 0.6), logits, np.array([1, 1, 1, 1, 0]))
    assert figures["accuracy"] == 0.8
    assert figures["accuracy_top80"] == 1.0
    assert figures["accuracy_top90"] == 1.0  # 4.5 of 5 is rounded to the even number
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
    assert {"accuracy", "ece", "nll", "accuracy_top80", "accuracy_interval"} <= figures.keys()


def test_what_cannot_be_read_counts_as_half(folder: Path) -> None:
    frame = pd.DataFrame({"text": [None, "", "<br />", "🚀"], "label": [1, 1, 1, 0], "more": 1})
    frame.to_parquet(folder / "unreadable.parquet")
    figures = evaluate(folder / "unreadable.parquet", folder / "artifact")
    sentiment = Calibration(1.5, 0.6).verdict(0.5).sentiment
    assert figures["accuracy"] == (0.75 if sentiment == "positive" else 0.25)
    assert figures["nll"] == pytest.approx(np.log(2), abs=1e-5)
    assert figures["uncertain_share"] == 1
    assert figures["accuracy_certain"] is None


@pytest.mark.parametrize("name", ["odd.csv", "odd.parquet"])
def test_a_review_is_read_as_it_stands(tmp_path: Path, name: str) -> None:
    """Also where it looks like a missing value or a number, and whatever stands beside it."""
    texts = ["null", "NA", "8", "<b>unclosed & <br", '"quoted", with\nlines', "é"]
    frame = pd.DataFrame({"id": range(6), "label": [1.0, 0, 1, 0, 1, 0], "text": texts})
    save = frame.to_parquet if name.endswith("parquet") else partial(frame.to_csv, index=False)
    save(tmp_path / name)
    read = read_labelled(tmp_path / name)
    assert read.text.tolist() == texts
    assert read.label.tolist() == [1, 0, 1, 0, 1, 0]


def test_a_parquet_file_may_hold_bytes(tmp_path: Path) -> None:
    frame = pd.DataFrame({"text": ["schön".encode(), b"\xff"], "label": [1, 0]})
    frame.to_parquet(tmp_path / "bytes.parquet")
    assert read_labelled(tmp_path / "bytes.parquet").text.tolist() == ["schön", "\ufffd"]


def test_chunks_change_nothing(artifact: Artifact, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["the film was good", "<p>dull!</p>", "", "not bad", "fun, very fun ."]
    predictor = Predictor(artifact)
    monkeypatch.setattr(module, "_AT_ONCE", 2)
    assert probabilities(predictor, texts) == pytest.approx(predictor.probabilities(texts))


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        (FRAME.rename(columns={"text": "review"}), "no column text"),
        (FRAME.assign(label=[1, 2, 0, 1, 0]), "every label must be 1"),
        (FRAME[:0], "has no rows"),
    ],
)
def test_a_file_that_will_not_do(folder: Path, frame: pd.DataFrame, sentence: str) -> None:
    frame.to_csv(folder / "bad.csv", index=False)
    done = run("--data", folder / "bad.csv", "--artifact", folder / "artifact")
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "content", [b"PAR1 and then nothing", "text,label\nschön,1".encode("latin-1")]
)
def test_a_file_that_is_no_table(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad").write_bytes(content)
    with pytest.raises(SystemExit, match=r"neither a parquet file nor a CSV table in UTF-8\.$"):
        read_labelled(tmp_path / "bad")


def test_an_empty_file_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(b"")
    with pytest.raises(SystemExit, match=r"bad is empty\."):
        read_labelled(tmp_path / "bad")


@pytest.mark.parametrize("texts", [[1, 2], [["a", "good"], ["film"]]])
def test_what_is_no_text_is_not_judged_as_an_empty_one(tmp_path: Path, texts: list[object]) -> None:
    pd.DataFrame({"text": texts, "label": [1, 0]}).to_parquet(tmp_path / "bad.parquet")
    with pytest.raises(SystemExit, match="column text has to hold text"):
        read_labelled(tmp_path / "bad.parquet")


def test_no_artifact(folder: Path) -> None:
    done = run("--data", folder / "reviews.csv", "--artifact", folder)
    assert done.returncode == 1
    assert "not a model artifact" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_file(folder: Path) -> None:
    assert "is not a file" in run("--data", folder / "none.csv").stderr
