"""`scripts/benchmark.py --peers` from end to end, on toy reviews and for parts of a second."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
FIGURES = {"p50_ms", "reviews_per_s", "ours_is", "first_answer_s", "resident_mb", "peak_mb"}
GOOD, BAD, PLAIN = ["lovely", "warm"], ["dull", "awful"], ["the", "film", "plot", "was", "a"]


def toy_reviews(n: int) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, n)
    texts = [" ".join([*rng.choice(PLAIN, 9), *rng.choice(GOOD if y else BAD, 2)]) for y in labels]
    movies = [f"tt{i % 30:07}" for i in range(n)]
    return pd.DataFrame({"text": texts, "label": labels, "rating": 0, "movie": movies})


def benchmark(*arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts/benchmark.py"), *arguments],
        env=os.environ | ({"PYTHONPATH": str(path)} if path else {}),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Toy reviews, and a package that is not there, whatever is installed."""
    folder = tmp_path_factory.mktemp("peers")
    toy_reviews(300).to_parquet(folder / "train.parquet")
    toy_reviews(3).assign(label=-1).to_parquet(folder / "unsup.parquet")
    missing = 'raise ModuleNotFoundError("not there", name="vaderSentiment")'
    (folder / "vaderSentiment.py").write_text(missing)
    return folder


@pytest.fixture(scope="module")
def done(folder: Path) -> subprocess.CompletedProcess[str]:
    rows = ("tfidf", "nb-svm", "original", "original-in-memory", "vader", "ours")
    return benchmark(
        "--peers", "--floor", "--data", str(folder), "--seconds", "0.1", "--rows", *rows,
        "--out", str(folder / "table.json"), "--picture", str(folder / "picture.json"),
        path=folder,
    )  # fmt: skip


@pytest.fixture(scope="module")
def record(done: subprocess.CompletedProcess[str], folder: Path) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "table.json").read_text("utf-8"))


@pytest.mark.parametrize("title", ["TF-IDF + logistic regression", "NB-SVM, 1 to 3 words"])
def test_a_peer_learns_and_is_measured(record: Any, title: str) -> None:
    row = record["peers"]["rows"][title]
    assert row["accuracy"] == 1
    assert 0 <= row["ece"] <= 0.5
    assert min(row[figure] for figure in FIGURES) > 0
    assert row["p99_ms"] is None or row["p50_ms"] <= row["p99_ms"]


def test_the_course_project_says_the_same_however_it_keeps_its_stop_words(record: Any) -> None:
    as_written = record["peers"]["rows"]["The course project"]
    in_memory = record["peers"]["rows"]["The course project, stop words in memory"]
    assert min(row[figure] for figure in FIGURES for row in (as_written, in_memory)) > 0
    assert as_written["accuracy"] == in_memory["accuracy"] > 0.4
    assert as_written["ece"] == in_memory["ece"]


def test_ours(record: Any) -> None:
    row = record["peers"]["rows"]["Ours"]
    assert row["ours_is"] == 1
    assert row["accuracy"] > 0.9
    assert len(row["first_answers_s"]) == 4


def test_speed_is_the_median_of_turns(record: Any) -> None:
    rows = record["peers"]["rows"]
    ours = rows["Ours"]["reviews_per_s_of_turns"]
    for title in ("NB-SVM, 1 to 3 words", "The course project"):
        rates = rows[title]["reviews_per_s_of_turns"]
        assert rows[title]["reviews_per_s"] == sorted(rates)[1]
        ratios = sorted(mine / theirs for mine, theirs in zip(ours, rates, strict=True))
        assert rows[title]["ours_is"] == pytest.approx(ratios[1], rel=0.01)


def test_what_is_not_installed_is_listed(
    record: Any, done: subprocess.CompletedProcess[str]
) -> None:
    assert record["peers"]["rows"]["VADER"] == {"stopped": "not installed: vaderSentiment"}
    assert "| VADER | not installed: vaderSentiment |" in done.stdout
    assert ".venv/bin/pip install -r scripts/requirements-peers.txt" in done.stdout


def test_the_training_films_are_not_judged(record: Any) -> None:
    assert record["peers"]["n_training"] + record["peers"]["n_validation"] == 300
    assert record["peers"]["n_validation"] == 30


def test_the_floor(record: Any) -> None:
    floor = record["floor"]
    assert 0 < floor["all_at_once_us"] <= floor["one_after_the_other_us"] < floor["p50_us"]
    assert all(part["amount"] > 0 and part["per_s"] > 0 for part in floor["parts"].values())


def test_the_picture(record: Any, folder: Path) -> None:
    drawn = (folder / "picture.json").read_text("utf-8")
    rows = record["peers"]["rows"]
    assert [
        title for title, row in rows.items() if "stopped" not in row and title not in drawn
    ] == []


def test_an_unknown_row_is_one_sentence() -> None:
    done = benchmark("--peers", "--rows", "bert")
    assert done.returncode == 1
    assert done.stderr.startswith("No row bert. There are vader, ")
