"""The model card of a tiny artifact: what it says is what was measured."""

import re
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from model import data, synthetic
from model.artifact import Artifact, load_artifact
from model.behaviour import FLOORS, Row, load_cases
from model.card import tables
from model.card import write as card
from model.card.figures import Measured, measure
from model.card.robustness import Flips
from model.evaluate import evaluate
from model.predict import Predictor

WORDS = ["the", "film", "was", "good", "bad", "not", "very", "dull", "fun", ",", ".", "!", "it's"]


def toy_reviews(n: int, seed: int) -> pd.DataFrame:
    """Of films with 25 reviews each; stars and label agree."""
    rng = np.random.default_rng(seed)
    label = rng.integers(0, 2, n)
    texts = [" ".join(rng.choice(WORDS, rng.integers(3, 90))) for _ in range(n)]
    stars = np.where(label == 1, rng.integers(7, 11, n), rng.integers(1, 5, n))
    movie = [f"tt{i // 25:07}" for i in range(n)]
    return pd.DataFrame({"text": texts, "label": label, "rating": stars, "movie": movie})


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    toy_reviews(1000, seed=1).to_parquet(folder / "train.parquet")
    toy_reviews(50, seed=2).assign(label=-1, rating=0).to_parquet(folder / "unsup.parquet")
    return folder


@pytest.fixture
def folder(artifact: Artifact, tmp_path: Path) -> Path:
    metrics = {"training": {"settings": {"plan": {"epochs": 7}}, "commit": "abc"}}
    replace(artifact, metrics=metrics).save(tmp_path / "artifact")
    return tmp_path / "artifact"


@pytest.fixture
def measured(artifact: Artifact, source: Path) -> Measured:
    return measure(artifact, data.load(source))


def rows(text: str, first: str) -> dict[str, list[str]]:
    """The table whose heading begins so: its rows by their first cell."""
    lines = text[text.index(f"| {first} |") :].split("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {name: rest for name, *rest in cells}


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def test_the_card_says_what_was_measured(folder: Path, source: Path, tmp_path: Path) -> None:
    text = card.write(folder, source).read_text("utf-8")
    _, validation = data.split_by_movie(data.load(source))
    validation.to_parquet(tmp_path / "validation.parquet")
    figures = evaluate(tmp_path / "validation.parquet", folder)

    overall = rows(text, " |  | 95 % interval")
    low, high = figures["accuracy_interval"]
    assert overall["judged right (accuracy)"] == [
        percent(figures["accuracy"]), f"{100 * low:.1f} to {percent(high)}", "100"
    ]  # fmt: skip
    top80 = overall["right among the most certain 80 %"]
    assert top80[0] == percent(figures["accuracy_top80"])
    assert overall["called uncertain"][0] == percent(figures["uncertain_share"])
    assert overall["negative log-likelihood"][0] == f"{figures['nll']:.4f}"
    assert overall["expected calibration error (15 bins)"][0] == f"{figures['ece']:.4f}"

    probability = Predictor(load_artifact(folder)).probabilities(validation.text.tolist())
    right = (probability >= 0.5) == (validation.label == 1)
    by_star = rows(text, "stars")
    assert by_star.keys() == {"1", "2", "3", "4", "7", "8", "9", "10"}
    for stars, (n, accuracy, _) in by_star.items():
        of_stars = right[validation.rating == int(stars)]
        assert (int(n), accuracy) == (len(of_stars), percent(of_stars.mean()))

    kinds = {case.kind.replace("_", " ") for case in load_cases()}
    assert kinds == rows(text, "kind").keys()
    assert "$" not in text
    assert not re.search(r"tt\d{7}|the film was|nan", text)
    assert rows(text, "setting")["`settings.plan.epochs`"] == ["7"]
    for name in re.findall(r"!\[.+\]\((.+)\)", text):
        assert (folder / name).read_text("utf-8").startswith("<svg")


def rendered(artifact: Artifact, measured: Measured, folder: Path) -> str:
    names = ("calibration_alt", "selective_alt", "slices_alt", "seeds")
    return card.render(artifact, measured, folder, dict.fromkeys(names, ""))


def test_front_matter_is_yaml(artifact: Artifact, measured: Measured, folder: Path) -> None:
    yaml = pytest.importorskip("yaml")
    text = rendered(artifact, measured, folder)
    front = yaml.safe_load(text.split("---\n")[1])
    (result,) = front["model-index"][0]["results"]
    assert front["model-index"][0]["name"] == artifact.config.name
    assert result["metrics"][0]["value"] == measured.overall["accuracy"]


def test_slices_add_up(measured: Measured) -> None:
    for found in (measured.lengths, measured.ratings, measured.films):
        assert sum(s.n for s in found) == measured.overall["n"] == 100
    assert measured.counts.validation_films == 4
    assert measured.counts.training_films == 36
    assert measured.counts.training_labelled == 900
    assert measured.passages.keys() == {"the first two sentences", "the last two sentences"}


def test_the_artifact_is_whole_with_its_card(folder: Path, source: Path) -> None:
    version = load_artifact(folder).version
    first = card.write(folder, source).read_bytes()
    pictures = {path.name: path.read_bytes() for path in folder.glob("*.svg")}
    assert len(pictures) == 3
    assert card.write(folder, source).read_bytes() == first  # the same again
    assert {path.name: path.read_bytes() for path in folder.glob("*.svg")} == pictures
    assert load_artifact(folder).version == version


def test_a_missed_floor_is_said() -> None:
    kept, missed = Row("name", 10, FLOORS["name"], 0.3, 0.0), Row("negation", 10, 0.1, 0.3, 0.0)
    assert "negation" in tables.behaviour_finding([kept, missed])
    assert "name" not in tables.behaviour_finding([kept, missed]).split()
    assert tables.behaviour_finding([kept]).startswith("Every kind")
    marks = {
        kind: cells[-1] for kind, cells in rows(tables.behaviour([kept, missed]), "kind").items()
    }
    assert marks == {"name": "", "negation": "missed"}


def test_a_missed_limit_of_robustness_is_said() -> None:
    found = [
        Flips(name, 100, turned, 0, limit)
        for name, turned, limit in (("kept", 1, 0.01), ("over", 2, 0.01), ("free", 50, None))
    ]
    marks = {name: cells[-1] for name, cells in rows(tables.robustness(found), "change").items()}
    assert marks == {"kept": "", "over": "missed", "free": ""}


def test_the_size_is_that_of_the_model(
    artifact: Artifact, measured: Measured, folder: Path
) -> None:
    (folder / "vocabulary.json").write_bytes(b" " * 3_000_000)
    (folder / "reference.json").write_bytes(b" " * 5_000_000)
    assert ", 3.0 MB, " in rendered(artifact, measured, folder)


def test_the_remarks_are_counted(artifact: Artifact, measured: Measured, folder: Path) -> None:
    files = Path(synthetic.__file__).parent.glob("remarks/*.toml")
    tables = [tomllib.loads(path.read_text("utf-8")) for path in files]
    n = sum(len(remarks) for table in tables for remarks in table.values())
    assert f" of {n:,} remarks written by hand" in rendered(artifact, measured, folder)


def test_seeds_if_given(artifact: Artifact) -> None:
    runs = [
        replace(artifact, metrics={"group_split_validation": {"accuracy": right}}, version=version)
        for version, right in (("abc", 0.9), ("def", 0.92))
    ]
    assert "Mean 91.00 %, standard deviation 1.41 points" in tables.seeds(runs)
    assert "| `def` | 92.00 % |" in tables.seeds(runs)
    assert "not measured" in tables.seeds(runs[:1])


def test_no_data_is_one_sentence(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ["--data", str(tmp_path / "none"), "--artifact", str(folder)]
    monkeypatch.setattr(sys, "argv", ["card", *options])
    with pytest.raises(SystemExit, match="neither the archive nor a folder"):
        card.main()
    assert not (folder / "README.md").exists()


def test_no_artifact_is_one_sentence(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = ["--data", str(source), "--artifact", str(source)]
    monkeypatch.setattr(sys, "argv", ["card", *options])
    with pytest.raises(SystemExit, match="not a model artifact"):
        card.main()
