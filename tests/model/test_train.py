"""Training end to end on a toy language: it learns, it repeats, it goes on where it stopped."""

import hashlib
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from model import data
from model.artifact import DEFAULT_ARTIFACT, load_artifact
from model.contract.schema import Prediction, PredictionRequest
from model.predict import Predictor
from model.train import Settings, main, train
from model.training import assemble, document_vectors, learn, teacher, verdicts
from model.training.checkpoint import OtherRunError
from model.training.corpus import Corpus, read
from model.training.learn import learning_rate_share

GOOD, BAD = ["lovely", "bright", "warm", "clever"], ["dull", "cold", "silly", "grim"]
PLAIN = ["the", "film", "was", "and", "a", "plot", "actor", "scene", "."]


def toy_reviews(n: int, label: int | None, seed: int) -> pd.DataFrame:
    """Reviews with three telling words among plain ones."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, n) if label is None else np.full(n, label)
    speaks_well = np.where(labels < 0, rng.integers(0, 2, n), labels)
    telling = [GOOD if well else BAD for well in speaks_well]
    texts = [
        " ".join(rng.permutation([*rng.choice(PLAIN, rng.integers(5, 15)), *rng.choice(words, 3)]))
        for words in telling
    ]
    movies = [f"tt{i % 30:07}" for i in range(n)]
    return pd.DataFrame({"text": texts, "label": labels, "rating": 0, "movie": movies})


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("toy")
    toy_reviews(400, None, seed=1).to_parquet(folder / "train.parquet")
    toy_reviews(200, -1, seed=2).to_parquet(folder / "unsup.parquet")
    return Settings(
        data=folder, run=folder / "run", artifact=folder / "artifact", name="toy",
        n_words=19, n_embedding=8, n_synthetic=20, checkpoint_steps=10,
        teaching=teacher.Settings(vectors=document_vectors.Settings(size=8, epochs=2, at_least=2)),
        plan=learn.Plan(
            n_hidden=8, epochs=4, batch_size=32, learning_rate=2e-2, warm_up_steps=5, ema_decay=0.9
        ),
        assembly=assemble.Settings(log2_slots=13),
    )  # fmt: skip


def corpus(settings: Settings) -> Corpus:
    return read(
        settings.data, settings.extra_data, settings.large_teacher,
        settings.n_words, settings.n_synthetic, settings.seed,
    )  # fmt: skip


@pytest.fixture(scope="module")
def trained(settings: Settings) -> Predictor:
    train(settings)
    return Predictor(load_artifact(settings.target))


def test_learns_and_says_how_well(trained: Predictor) -> None:
    figures = trained.artifact.metrics["group_split_validation"]
    assert figures["accuracy"] > 0.95
    assert figures["n"] == pytest.approx(40, abs=10)


def test_the_artifact_judges(trained: Predictor) -> None:
    request = {"reviews": [{"id": "1", "text": "A warm and clever plot, bright and lovely."}]}
    (answer,) = trained.predict(PredictionRequest.model_validate(request)).predictions
    assert isinstance(answer, Prediction)
    assert answer.sentiment == "positive"


@pytest.mark.usefixtures("trained")
def test_the_same_seed_gives_the_same_model_even_when_stopped(
    settings: Settings, tmp_path: Path
) -> None:
    again = replace(settings, run=tmp_path / "run", artifact=tmp_path / "artifact")
    in_steps = replace(again, max_minutes=1e-9)  # stops at each checkpoint
    stops = 0
    while train(in_steps) is None:
        stops += 1
        assert not list(again.target.iterdir())
    assert stops > 5
    for name in ("weights.safetensors", "calibration.json", "vocabulary.json"):
        assert _sha256(again.target / name) == _sha256(settings.target / name), name


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.usefixtures("trained")
def test_a_run_with_other_settings_is_not_taken_over(settings: Settings) -> None:
    with pytest.raises(OtherRunError, match="another n_embedding, seed"):
        train(replace(settings, n_embedding=16, seed=9))


@pytest.mark.usefixtures("trained")
def test_a_run_with_the_same_reviews_in_another_order_is_not_taken_over(
    settings: Settings, tmp_path: Path
) -> None:
    for name in ("train", "unsup"):
        reviews = pd.read_parquet(settings.data / f"{name}.parquet")
        reviews[::-1].reset_index(drop=True).to_parquet(tmp_path / f"{name}.parquet")
    with pytest.raises(OtherRunError, match="another data_hash"):
        train(replace(settings, data=tmp_path))


def test_extra_reviews_are_learned_from_and_never_measured_on(
    settings: Settings, tmp_path: Path
) -> None:
    before = corpus(settings)
    reviews = pd.read_parquet(settings.data / "train.parquet")
    extra = pd.DataFrame({"text": ["a <b>warm</b> plot", *reviews.text], "label": 1})
    extra.to_parquet(tmp_path / "decided.parquet")
    with_extra = corpus(replace(settings, extra_data=tmp_path / "decided.parquet"))
    assert with_extra.validation_labels.tolist() == before.validation_labels.tolist()
    learned_as_well = len(with_extra.documents) - len(before.documents)
    assert learned_as_well == len(extra) - len(before.validation)
    assert with_extra.labels[-1] == 1
    assert with_extra.data_hash.startswith(f"{before.data_hash}-")


def test_a_large_teacher_that_has_read_the_reviews_takes_the_place_of_ngrams(
    settings: Settings, trained: Predictor, tmp_path: Path
) -> None:
    files = [settings.data / f"{name}.parquet" for name in ("train", "unsup")]
    known = verdicts.keys(pd.concat(map(pd.read_parquet, files)).text)
    logits = np.array([np.linspace(-3, 3, len(known))] * 2)
    verdicts.save(tmp_path / "said.npz", known, logits, [np.empty(0)] * len(known))
    taught = replace(
        settings, run=tmp_path / "run", artifact=tmp_path / "artifact",
        large_teacher=tmp_path / "said.npz",
    )  # fmt: skip
    artifact = train(taught)
    assert artifact is not None
    _, *members = teacher.read(taught.run / "teacher-logits.npz")
    assert len(members) == 2
    assert all(np.ptp(member.training) > 5.9 for member in members)
    recorded = [a.metrics["training"]["settings"] for a in (artifact, trained.artifact)]
    assert [settings["large_teacher"] for settings in recorded] == [
        verdicts.fingerprint(taught.large_teacher), None,
    ]  # fmt: skip


def test_bad_data_is_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "model.train", "--run", str(tmp_path / "run")]
    done = subprocess.run(
        [*command, "--data", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "neither the archive nor a folder" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--n-words", "32769"),
        ("--n-words", "2"),
        ("--n-embedding", "0"),
        ("--seed", "-1"),
        ("--seed", "9999999999"),
        ("--plan.epochs", "0"),
        ("--plan.batch-size", "0"),
        ("--plan.n-hidden", "0"),
        ("--plan.dropout", "1"),
        ("--plan.passage-share", "35"),
        ("--label-smoothing", "0.5"),
        ("--checkpoint-steps", "0"),
        ("--max-minutes", "-1"),
        ("--n-synthetic", "-1"),
    ],
)
def test_a_setting_that_cannot_be_is_one_sentence(
    option: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = ["--data", str(tmp_path), "--run", str(tmp_path / "run")]
    monkeypatch.setattr(sys, "argv", ["train.py", *places, option, value])
    with pytest.raises(SystemExit, match=f"^{option} must be"):
        main()


@pytest.mark.parametrize("option", ["--run", "--artifact"])
def test_a_file_for_a_folder_is_noticed_before_training(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    places = {"--data": "data", "--run": "run", option: "file"}
    words = [word for name, place in places.items() for word in (name, str(tmp_path / place))]
    monkeypatch.setattr(sys, "argv", ["train.py", *words])
    with pytest.raises(SystemExit, match=f"^{option} .*file must be a folder: File exists"):
        main()


def test_what_ships_is_never_the_default() -> None:
    assert Settings(run=Path("here")).target == Path("here/artifact")
    assert Settings().target != DEFAULT_ARTIFACT


@pytest.mark.parametrize("content", ["", "{", "[1, 2]"])
def test_a_damaged_run_is_one_sentence(content: str, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(content)
    with pytest.raises(OtherRunError, match=r"settings\.json is damaged"):
        train(replace(settings, run=tmp_path, artifact=None))


def test_ctrl_c_ends_it_with_one_sentence(settings: Settings, tmp_path: Path) -> None:
    command = [
        sys.executable, "-u", "-m", "model.train", "--data", str(settings.data),
        "--run", str(tmp_path / "run"), "--n-words", "19", "--n-synthetic", "20",
    ]  # fmt: skip
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert "n-grams teach instead" in program.stdout.readline()
        program.send_signal(signal.SIGINT)
        _, said = program.communicate()
    assert program.returncode == 130
    assert said.splitlines()[-1].startswith("Stopped. The same command goes on")
    assert "Traceback" not in said


def test_a_teacher_that_is_not_there_is_one_sentence(settings: Settings, tmp_path: Path) -> None:
    absent = replace(settings, run=tmp_path / "run", large_teacher=tmp_path / "gone.npz")
    with pytest.raises(data.DataError, match=r"gone\.npz is not there"):
        train(absent)


def test_learning_rate_rises_then_falls() -> None:
    shares = [learning_rate_share(step, 100, 10) for step in range(100)]
    assert shares.index(max(shares)) == 9
    assert shares[0] == pytest.approx(0.1)
    assert shares[-1] == 0.02


def test_without_warm_up_the_learning_rate_only_falls() -> None:
    assert learning_rate_share(0, 100, 0) == 1
    assert learning_rate_share(50, 100, 0) == 0.5
