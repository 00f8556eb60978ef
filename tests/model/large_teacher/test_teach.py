"""The large teacher at toy size: it learns, repeats itself, and goes on where it stopped."""

import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch

from model import data
from model.large_teacher.__main__ import main
from model.large_teacher.classifier import Classifier, logits_of, shares_of
from model.large_teacher.language_model import LanguagePlan, Reader
from model.large_teacher.members import NAMES, Earlier, Plans, combined_passages
from model.large_teacher.mixed_objective import ClassifierPlan
from model.large_teacher.prepared import Reviews, prepared
from model.large_teacher.teach import Settings, teach
from model.large_teacher.team import Team
from model.large_teacher.text import END
from model.training import verdicts
from tests.model.toy_language import toy_reviews

ALONE = Team(rank=0, size=1)
CLASSIFIER = ClassifierPlan(
    n_hidden=8, epochs=5, batch_size=32, max_tokens=36, learning_rate=2e-2, reader_rate=1,
    embedding_rate=1, thaw_steps=5, dropout=0.1, ema_decay=0.95, push=0.1, ramp_share=0.4,
)  # fmt: skip


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("toy")
    toy_reviews(500, unlabelled=False, seed=1).to_parquet(folder / "train.parquet")
    toy_reviews(300, unlabelled=True, seed=2).to_parquet(folder / "unsup.parquet")
    return Settings(
        data=folder, run=folder / "run", max_minutes=0, checkpoint_steps=25, n_words=30,
        language=LanguagePlan(
            n_embedding=12, n_hidden=24, n_layers=2, epochs=3, batch_size=32, window=12,
            learning_rate=3e-2, word_dropout=0.02, input_dropout=0.05, weight_dropout=0.05,
            hidden_dropout=0.05,
        ),
        members=Plans(
            replace(CLASSIFIER, adversarial=0, virtual=0, entropy=0),
            CLASSIFIER,
            replace(CLASSIFIER, virtual=0, entropy=0),
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def trained(settings: Settings) -> Settings:
    assert teach(settings, ALONE) is not None
    return settings


@pytest.fixture(scope="module")
def reviews(trained: Settings) -> Reviews:
    return prepared(trained.run, Path("gone"), trained.n_words)


def _results(settings: Settings) -> dict[str, Any]:
    results: dict[str, Any] = json.loads((settings.run / "results.json").read_text("utf-8"))
    return results


def test_language_models_know_more_than_how_often_words_are_said(
    trained: Settings, reviews: Reviews
) -> None:
    words = np.concatenate([np.append(ids, END) for ids in reviews.validation])
    shares = np.bincount(words) / len(words)
    entropy = -np.sum(shares * np.log(np.maximum(shares, 1e-9)))
    losses = _results(trained)["language_model_loss"]
    assert list(losses) == ["forward", "backward"]
    assert max(losses.values()) < 0.6 * entropy
    assert min(losses.values()) > 0.5  # what a sentence is about and how it goes on is by chance


def test_each_member_learns_and_says_how_well(trained: Settings) -> None:
    results = _results(trained)
    figures = results["group_split_validation"]
    assert figures["accuracy"] > 0.95
    assert figures["n"] == pytest.approx(50, abs=12)
    assert figures["nll"] < 0.2
    assert list(results["accuracy_of_each_member"]) == list(NAMES)
    assert min(results["accuracy_of_each_member"].values()) > 0.95


def _classifier(settings: Settings, reviews: Reviews, name: str) -> Classifier:
    forth, back = (Reader(settings.n_words, settings.language) for _ in range(2))
    network = Classifier(forth, back, shares_of(reviews.training, settings.n_words), 8, 0.5)
    network.load_state_dict(torch.load(settings.run / name / "weights.pt", weights_only=True))
    return network.eval()


def test_what_was_said_is_found_by_the_text(trained: Settings, reviews: Reviews) -> None:
    training, validation = data.split_by_movie(data.load(trained.data))
    kept = trained.run / "verdicts.npz"
    said = verdicts.read(kept, verdicts.keys(training.text))
    mixed = _classifier(trained, reviews, "mixed")
    own = logits_of(mixed, reviews.training, CLASSIFIER.max_tokens)
    np.testing.assert_allclose(said[NAMES.index("mixed")], own, rtol=1e-3, atol=1e-4)
    judged = pd.concat([training[training.label >= 0], validation]).sample(frac=1, random_state=0)
    positive = verdicts.read(kept, verdicts.keys(judged.text)) > 0
    assert np.all(np.mean(positive == judged.label.to_numpy(), axis=1) > 0.95)


def test_passages_are_judged_as_part_of_a_review(trained: Settings, reviews: Reviews) -> None:
    """In the toy language each sentence says what the whole says."""
    said = verdicts.read_passages(trained.run / "verdicts.npz", reviews.keys)
    assert [len(each) for each in said] == [len(cut) for cut in reviews.passages]
    labels = [*reviews.known_labels, *reviews.validation_labels]
    right = [
        (each > 0.5) == bool(label) for each, label in zip(said, labels, strict=True) if label >= 0
    ]
    assert np.mean(np.concatenate(right)) > 0.9
    assert verdicts.read_passages(trained.run / "verdicts.npz", verdicts.keys(["new"]))[0].size == 0


def test_an_earlier_run_teaches_and_stays(trained: Settings, tmp_path: Path) -> None:
    earlier = trained.run / "verdicts.npz"
    after = replace(trained, run=tmp_path / "run", earlier=earlier)
    shutil.copytree(
        trained.run, after.run, ignore=shutil.ignore_patterns("taught", "settings.json")
    )
    results = teach(after, ALONE)
    assert results is not None
    assert list(results["accuracy_of_each_member"]) == [
        "earlier 1", "earlier 2", "earlier 3", "labelled", "taught",
    ]  # fmt: skip
    assert min(results["accuracy_of_each_member"].values()) > 0.95
    with np.load(earlier) as before, np.load(after.run / "verdicts.npz") as now:
        np.testing.assert_array_equal(now["logits"][:3], before["logits"])


def test_earlier_verdicts_on_passages_count_too(trained: Settings, reviews: Reviews) -> None:
    before = verdicts.read_passages(trained.run / "verdicts.npz", reviews.keys)
    opposite = Earlier([], [1 - said for said in before])
    alone = combined_passages(trained.run, ("mixed",), reviews, Earlier([], []))
    doubted = combined_passages(trained.run, ("mixed",), reviews, opposite)
    sure, less = (abs(np.concatenate(said) - 0.5).mean() for said in (alone, doubted))
    assert less < 0.5 * sure


@pytest.mark.parametrize(
    ("content", "told"), [(None, "is not there"), (b"", "is no verdicts"), (b"x" * 99, "is no v")]
)
def test_an_earlier_run_that_is_none_is_refused(
    trained: Settings, tmp_path: Path, content: bytes | None, told: str
) -> None:
    if content is not None:
        (tmp_path / "v.npz").write_bytes(content)
    with pytest.raises(data.DataError, match=f"v.npz {told}"):
        teach(replace(trained, run=tmp_path / "run", earlier=tmp_path / "v.npz"), ALONE)


def test_an_earlier_run_of_other_reviews_is_refused(trained: Settings, tmp_path: Path) -> None:
    verdicts.save(tmp_path / "v.npz", verdicts.keys(["other"]), np.ones((1, 1)), [np.ones(1)])
    after = replace(trained, run=tmp_path / "run", earlier=tmp_path / "v.npz")
    shutil.copytree(trained.run, after.run, ignore=shutil.ignore_patterns("settings.json"))
    with pytest.raises(data.DataError, match="leave --earlier out"):
        teach(after, ALONE)


@pytest.mark.slow
def test_stopped_at_every_step_it_ends_the_same(settings: Settings, tmp_path: Path) -> None:
    language = replace(settings.language, epochs=2, window=40)
    plans = asdict(settings.members)
    classifiers = (ClassifierPlan(**plans[name] | {"epochs": 1, "thaw_steps": 1}) for name in NAMES)
    short = replace(settings, language=language, members=Plans(*classifiers))
    whole, parts = (replace(short, run=tmp_path / name) for name in ("whole", "parts"))
    assert teach(whole, ALONE) is not None
    stops = 0
    while teach(replace(parts, max_minutes=1e-9), ALONE) is None:
        stops += 1
        assert not (parts.run / "verdicts.npz").exists()
    assert stops > 40
    files = ["results.json", "verdicts.npz", "reviews.npz"]
    for name in files + [f"{part}/weights.pt" for part in ("forward", "backward", *NAMES)]:
        assert _sha256(parts.run / name) == _sha256(whole.run / name), name


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def options(settings: Settings) -> list[str]:
    """Those of the command that say the same."""
    given = asdict(settings)
    return _flat(given | {"folder": given.pop("run")})


def _flat(given: dict[str, Any], before: str = "--") -> list[str]:
    found = []
    for name, value in given.items():
        if isinstance(value, dict):
            found += _flat(value, f"{before}{name}.")
        elif value is not None and value is not False:
            found.append(f"{before}{name}={value}")
    return found


def by_two(settings: Settings) -> str:
    """What two processes that torchrun starts print."""
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    done = subprocess.run(
        [*torchrun, "-m", "model.large_teacher", *options(settings)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_two_processes_make_what_one_makes(trained: Settings, tmp_path: Path) -> None:
    alone = teach(trained, ALONE)
    shared = replace(trained, run=tmp_path / "run", artifact=tmp_path)
    said = by_two(shared)
    assert said.endswith("}\ndone\n")
    assert json.loads((tmp_path / "results.json").read_text()) == alone
    assert _sha256(tmp_path / "verdicts.npz") == _sha256(trained.run / "verdicts.npz")


@pytest.mark.slow
def test_a_process_whose_time_is_up_stops_them_all(trained: Settings, tmp_path: Path) -> None:
    late = replace(trained, run=tmp_path / "run", max_minutes=1e-9)
    said = by_two(late)
    assert "run/forward" in said
    assert "run/backward" in said
    assert said.endswith("run again\n")


def test_the_command_prepares_and_says_to_run_again(trained: Settings, tmp_path: Path) -> None:
    toy = ["--data", str(trained.data), "--run", str(tmp_path / "run"), "--n-words", "30"]
    command = [sys.executable, "-m", "model.large_teacher", *toy, "--prepare-only"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "run again\n")


def test_the_last_line_says_what_to_do(
    trained: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("model.large_teacher.__main__.tyro.cli", lambda *_, **__: trained)
    main()
    assert capsys.readouterr().out.endswith("}\ndone\n")
    monkeypatch.setattr(
        "model.large_teacher.__main__.tyro.cli", lambda *_, **__: replace(trained, seed=9)
    )
    with pytest.raises(SystemExit, match="another seed"):
        main()
