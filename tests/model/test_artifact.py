"""Saving and loading: a round trip, and every kind of damage noticed."""

import json
from pathlib import Path

import numpy as np
import pytest

from model.artifact import Artifact, ArtifactError, load_artifact, stored

FILES = [
    "calibration.json",
    "config.json",
    "metrics.json",
    "vocabulary.json",
    "weights.safetensors",
]


def test_round_trip(artifact: Artifact, tmp_path: Path) -> None:
    artifact.save(tmp_path)
    loaded = load_artifact(tmp_path)
    assert loaded.config == artifact.config
    assert loaded.tokenizer.words == artifact.tokenizer.words
    assert loaded.calibration == artifact.calibration
    assert loaded.metrics == artifact.metrics
    assert loaded.weights.keys() == artifact.weights.keys()
    for name, values in artifact.weights.items():
        np.testing.assert_array_equal(loaded.weights[name], values)
    np.testing.assert_array_equal(loaded.largest_gates, artifact.largest_gates)
    np.testing.assert_array_equal(loaded.ngrams.fingerprints, artifact.ngrams.fingerprints)
    np.testing.assert_array_equal(loaded.ngrams.weights, artifact.ngrams.weights)
    assert loaded.ngrams.scale == artifact.ngrams.scale
    assert loaded.ngrams.power == artifact.ngrams.power


def test_stored_is_what_comes_back_once_and_for_all() -> None:
    rng = np.random.default_rng(0)
    weights = {
        "embedding.weight": rng.normal(0, 0.3, (50, 8)).astype(np.float32),
        "head.bias": np.array([0.1], np.float32),
    }
    once = stored(weights)
    step = np.abs(weights["embedding.weight"]).max(axis=1, keepdims=True) / 127
    assert (np.abs(once["embedding.weight"] - weights["embedding.weight"]) <= step / 2 + 1e-6).all()
    for name, values in stored(once).items():
        np.testing.assert_array_equal(values, once[name])


def test_saving_twice_gives_one_version(artifact: Artifact, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        artifact.save(tmp_path / folder)
    assert load_artifact(tmp_path / "a").version == load_artifact(tmp_path / "b").version


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_noticed(artifact: Artifact, tmp_path: Path, name: str) -> None:
    artifact.save(tmp_path)
    content = bytearray((tmp_path / name).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ArtifactError, match=f"{name} was changed"):
        load_artifact(tmp_path)


@pytest.mark.parametrize("name", [*FILES, "manifest.json"])
def test_a_missing_file_is_noticed(artifact: Artifact, tmp_path: Path, name: str) -> None:
    artifact.save(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ArtifactError, match=f"{name} is missing|has no {name}"):
        load_artifact(tmp_path)


def test_a_changed_manifest_is_noticed(artifact: Artifact, tmp_path: Path) -> None:
    artifact.save(tmp_path)
    whole = (tmp_path / "manifest.json").read_bytes()
    for i in range(len(whole)):
        changed = whole[:i] + bytes([whole[i] ^ 1]) + whole[i + 1 :]
        (tmp_path / "manifest.json").write_bytes(changed)
        with pytest.raises(ArtifactError, match=r"is damaged|was changed"):
            load_artifact(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "{}", "[]", "null", '"weights.safetensors"'])
def test_a_manifest_without_every_file_is_noticed(
    artifact: Artifact, tmp_path: Path, content: str
) -> None:
    artifact.save(tmp_path)
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(ArtifactError, match=r"manifest\.json is damaged"):
        load_artifact(tmp_path)


def test_a_folder_of_something_else_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="not a model artifact"):
        load_artifact(tmp_path)


def test_another_format_is_refused(
    artifact: Artifact, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    artifact.save(tmp_path)
    monkeypatch.setattr("model.artifact.FORMAT_VERSION", 1_000)
    with pytest.raises(ArtifactError, match="format version 3, this code reads 1000"):
        load_artifact(tmp_path)


def test_every_file_is_in_the_manifest(artifact: Artifact, tmp_path: Path) -> None:
    artifact.save(tmp_path)
    assert sorted(json.loads((tmp_path / "manifest.json").read_text())) == FILES
