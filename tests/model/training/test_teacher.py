"""The teachers on a toy language, and what they agree on."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model import data
from model.training import document_vectors, teacher, verdicts
from model.training.passages import LAYOUTS
from model.training.teacher import TeacherLogits

RNG = np.random.default_rng(0)
LABELS = np.concatenate([np.arange(200) % 2, np.full(200, -1)])
TOPICS = np.concatenate([np.arange(200) % 2, np.arange(200) % 2])


def document(topic: int) -> np.ndarray:
    """Plain words, and some of the topic's own."""
    words = np.concatenate([RNG.integers(2, 20, 20), RNG.integers(20, 30, 6) + 10 * topic])
    return RNG.permutation(words).astype(np.int32)


DOCUMENTS = [document(topic) for topic in TOPICS]
OTHERS = [document(i % 2) for i in range(50)]
SETTINGS = document_vectors.Settings(size=8, epochs=6, learning_rate=5e-3, at_least=3)


def learn(cache: Path, settings: document_vectors.Settings = SETTINGS) -> tuple[np.ndarray, ...]:
    return document_vectors.learn(DOCUMENTS, LABELS, OTHERS, settings, 0, cache)


def test_documents_of_one_topic_are_near(tmp_path: Path) -> None:
    vectors, others = learn(tmp_path / "v.npz")
    for found, topics in ((vectors, TOPICS), (others, np.arange(50) % 2)):
        near = found @ found.T
        alike = topics[:, None] == topics[None]
        assert near[alike].mean() > near[~alike].mean() + 0.2
        np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, rtol=1e-5)


def test_a_stopped_run_goes_on_to_the_same_vectors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = learn(tmp_path / "whole.npz")
    epochs: list[Any] = []

    def stop_after_three(*arguments: Any) -> None:
        if len(epochs) == 3:
            raise KeyboardInterrupt
        epochs.append(arguments)
        one_epoch(*arguments)

    one_epoch = document_vectors._epoch
    monkeypatch.setattr(document_vectors, "_epoch", stop_after_three)
    with pytest.raises(KeyboardInterrupt):
        learn(tmp_path / "broken.npz")
    monkeypatch.undo()
    for found, expected in zip(learn(tmp_path / "broken.npz"), whole, strict=True):
        np.testing.assert_array_equal(found, expected)


def test_both_teachers_know_the_unlabelled(tmp_path: Path) -> None:
    settings = teacher.Settings(vectors=SETTINGS)
    found = teacher.logits(DOCUMENTS, LABELS, OTHERS, settings, 0, tmp_path / "v.npz", [])
    for each in found:
        assert ((each.training[200:] > 0) == TOPICS[200:]).mean() > 0.9
        assert ((each.validation > 0) == np.arange(50) % 2).mean() > 0.9
    teacher.save(tmp_path / "o.npz", found)
    for again, each in zip(teacher.read(tmp_path / "o.npz"), found, strict=True):
        np.testing.assert_array_equal(again.training, each.training)


def test_agreement_is_on_one_scale_and_calibrated() -> None:
    logits = RNG.normal(0, 2, 20_000)
    labels = (RNG.random(20_000) < 1 / (1 + np.exp(-logits))).astype(int)
    unlabelled = np.full(20_000, -1)
    one, louder = TeacherLogits(logits, logits), TeacherLogits(100 * logits, 100 * logits)
    combined = teacher.combined([one, louder], unlabelled, labels)
    np.testing.assert_allclose(combined.training, logits, rtol=0.06)


def test_labels_are_smoothed_and_the_others_are_what_the_teachers_think() -> None:
    labels = RNG.integers(-1, 2, 300)
    said = np.linspace(-4, 4, 300)
    known = RNG.integers(0, 2, 200)
    validation = np.where(known == 1, 2.0, -2.0)
    validation[::8] *= -1  # so that a finite temperature fits
    found = teacher.soft_labels([TeacherLogits(said, validation)], labels, known, 0.03)
    np.testing.assert_allclose(found[labels == 1], 0.97, rtol=1e-5)
    np.testing.assert_allclose(found[labels == 0], 0.03, rtol=1e-5)
    taught = found[labels < 0]
    assert np.all(np.diff(taught) > 0)
    np.testing.assert_array_equal(taught > 0.5, said[labels < 0] > 0)


def test_the_members_of_a_large_teacher_join_the_vectors(tmp_path: Path) -> None:
    n, settings = len(DOCUMENTS), teacher.Settings(vectors=SETTINGS)
    members = [TeacherLogits(RNG.normal(size=n), RNG.normal(size=50)) for _ in range(2)]
    found = teacher.logits(DOCUMENTS, LABELS, OTHERS, settings, 0, tmp_path / "v.npz", members)
    assert found[1:] == members
    assert ((found[0].validation > 0) == np.arange(50) % 2).mean() > 0.9


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Two members that have read the reviews "0" to "9"."""
    logits, passages = np.array([np.arange(10), -np.arange(10)]), [np.full(2, 0.6)] * 10
    keys = verdicts.keys(map(str, range(10)))
    verdicts.save(tmp_path / "verdicts.npz", keys, logits, passages)
    return tmp_path / "verdicts.npz"


def test_members_have_logits_of_what_they_have_read(kept: Path) -> None:
    labels = np.array([-1, 1, -1])
    one, other = teacher.of_large_teacher(kept, ["7", "never read", "2"], labels, ["5"])
    np.testing.assert_array_equal(one.training, [7, 0, 2])
    np.testing.assert_array_equal(other.training, [-7, 0, -2])
    np.testing.assert_array_equal(one.validation, [5])


@pytest.mark.parametrize(
    ("training", "validation"), [(["1", "never read"], ["2"]), (["1", "2"], ["never read"])]
)
def test_without_having_read_all_they_say_nothing(
    kept: Path, training: list[str], validation: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    labels = np.array([1, -1])
    assert teacher.of_large_teacher(kept, training, labels, validation) == []
    assert "n-grams teach instead" in capsys.readouterr().out


def test_a_file_without_passages_is_one_sentence(kept: Path, tmp_path: Path) -> None:
    with np.load(kept) as read:
        np.savez(tmp_path / "old.npz", reviews=read["reviews"], logits=read["logits"])
    with pytest.raises(data.DataError, match="no verdicts on passages"):
        verdicts.read_passages(tmp_path / "old.npz", verdicts.keys(["1"]))


def test_the_file_that_ships_has_a_verdict_of_every_review() -> None:
    with np.load(verdicts.SHIPPED) as kept:
        reviews, logits = kept["reviews"], kept["logits"]
        n_passages, passages = kept["n_passages"].astype(int), kept["passages"]
    assert n_passages.shape == reviews.shape
    assert n_passages.min() >= len(LAYOUTS)
    assert n_passages.sum() == len(passages)
    assert passages.mean() / 255 == pytest.approx(0.5, abs=0.05)
    assert logits.shape == (5, 75_000)
    assert len(reviews) == 75_000
    assert len(np.unique(reviews)) > 74_000  # some reviews are there twice
    assert np.abs(logits).max() < 50
    assert (logits > 0).mean() == pytest.approx(0.5, abs=0.05)
