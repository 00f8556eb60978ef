"""The trained model as a folder of plain files. No pickle: loading one never runs code.

config.json          format version, name, sizes
vocabulary.json      the words, by number
weights.safetensors  the network's weights, float16
calibration.json     temperature and uncertain band
metrics.json         what it scored, on what, and how it was trained
manifest.json        SHA-256 of each file above
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from model.calibration import Calibration
from model.tokenizer import Tokenizer

DEFAULT_ARTIFACT = Path(__file__).parent / "artifacts" / "imdb-qrnn"
FORMAT_VERSION = 1
_MANIFEST = "manifest.json"

Weights = dict[str, NDArray[np.float32]]


class ArtifactError(Exception):
    """The folder is not a whole artifact; the message says what is wrong with it."""


@dataclass(frozen=True)
class Config:
    name: str
    n_words: int
    n_embedding: int
    n_hidden: int
    max_tokens: int  # of a longer review, the first and the last half of this many are read
    format_version: int = FORMAT_VERSION


@dataclass(frozen=True)
class Artifact:
    config: Config
    tokenizer: Tokenizer
    weights: Weights
    calibration: Calibration
    metrics: dict[str, Any]
    version: str = "unsaved"  # the manifest's hash, so two different models never share one

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        half = {name: values.astype(np.float16) for name, values in self.weights.items()}
        save_file(half, folder / "weights.safetensors")
        _write(folder / "config.json", asdict(self.config))
        _write(folder / "vocabulary.json", self.tokenizer.words)
        _write(folder / "calibration.json", asdict(self.calibration))
        _write(folder / "metrics.json", self.metrics)
        files = sorted(path for path in folder.iterdir() if path.name != _MANIFEST)
        _write(folder / _MANIFEST, {path.name: _sha256(path) for path in files})


def load_artifact(folder: Path) -> Artifact:
    """Read an artifact and check every file against the manifest.

    Raises ArtifactError if the folder is missing, changed, or of another format version.
    """
    _check_manifest(folder)
    config = _read(folder / "config.json")
    if config["format_version"] != FORMAT_VERSION:
        raise ArtifactError(
            f"{folder} has format version {config['format_version']}, this code reads "
            f"{FORMAT_VERSION}. Train again with `python -m model.train`."
        )
    weights = load_file(folder / "weights.safetensors")
    return Artifact(
        config=Config(**config),
        tokenizer=Tokenizer(_read(folder / "vocabulary.json")),
        weights={name: values.astype(np.float32) for name, values in weights.items()},
        calibration=Calibration(**_read(folder / "calibration.json")),
        metrics=_read(folder / "metrics.json"),
        version=_sha256(folder / _MANIFEST)[:12],
    )


def _check_manifest(folder: Path) -> None:
    if not (folder / _MANIFEST).is_file():
        raise ArtifactError(f"{folder} has no {_MANIFEST}: it is not a model artifact.")
    for name, digest in _read(folder / _MANIFEST).items():
        if not (folder / name).is_file():
            raise ArtifactError(f"{folder / name} is missing. Restore the artifact.")
        if _sha256(folder / name) != digest:
            raise ArtifactError(f"{folder / name} was changed. Restore the artifact.")


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
