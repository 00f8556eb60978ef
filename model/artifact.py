"""The trained model as a folder of plain files. No pickle: loading one never runs code.

config.json          format version, name, sizes
vocabulary.json      the words, by number
weights.safetensors  the network's weights: word vectors as int8 with a scale each, the rest as
                     float16; the n-grams' fingerprints and weights, a byte each; the largest
                     gate inputs, by which the tables are scaled
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

from model.arrays import F32
from model.network.calibration import Calibration
from model.network.gate_tables import Weights
from model.network.ngrams import Ngrams
from model.text.tokenizer import Tokenizer

DEFAULT_ARTIFACT = Path(__file__).parent / "artifacts" / "imdb-qrnn"
FORMAT_VERSION = 3  # since 3 the gates are cubics
_MANIFEST = "manifest.json"
_FILES = (
    "calibration.json", "config.json", "metrics.json", "vocabulary.json", "weights.safetensors",
)  # fmt: skip
Arrays = dict[str, NDArray[Any]]
_VECTORS, _SCALE = "embedding.weight", "embedding.scale"


class ArtifactError(Exception):
    """The folder is not a whole artifact; the message says what is wrong with it."""


@dataclass(frozen=True)
class Config:
    name: str
    n_words: int
    n_embedding: int
    n_hidden: int
    format_version: int = FORMAT_VERSION


@dataclass(frozen=True)
class Artifact:
    config: Config
    tokenizer: Tokenizer
    weights: Weights  # of the recurrent network
    ngrams: Ngrams
    largest_gates: F32  # of these weights, see model/network/gate_tables.py
    calibration: Calibration
    metrics: dict[str, Any]
    version: str = "unsaved"  # the manifest's hash, so two different models never share one

    def save(self, folder: Path) -> None:
        """Write the files and, last, the manifest with their hashes, by which `version` goes."""
        folder.mkdir(parents=True, exist_ok=True)
        arrays = _packed_weights(self.weights) | _packed_ngrams(self.ngrams)
        arrays["largest_gates"] = self.largest_gates
        save_file(arrays, folder / "weights.safetensors")
        _write(folder / "config.json", asdict(self.config))
        _write(folder / "vocabulary.json", self.tokenizer.words)
        _write(folder / "calibration.json", asdict(self.calibration))
        _write(folder / "metrics.json", self.metrics)
        _write(folder / _MANIFEST, {name: _sha256(folder / name) for name in _FILES})


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
    arrays = load_file(folder / "weights.safetensors")
    return Artifact(
        config=Config(**config),
        tokenizer=Tokenizer(_read(folder / "vocabulary.json")),
        ngrams=_unpacked_ngrams(arrays),
        largest_gates=arrays.pop("largest_gates"),
        weights=_unpacked_weights(arrays),
        calibration=Calibration(**_read(folder / "calibration.json")),
        metrics=_read(folder / "metrics.json"),
        version=_sha256(folder / _MANIFEST)[:12],
    )


def stored(weights: Weights) -> Weights:
    """The weights as they come back from a saved artifact: a training run measures these."""
    return _unpacked_weights(_packed_weights(weights))


def _packed_weights(weights: Weights) -> Arrays:
    vectors = weights[_VECTORS]
    scale = (np.abs(vectors).max(axis=1) / 127).clip(1e-7).astype(np.float32)
    half = {name: values.astype(np.float16) for name, values in weights.items()}
    return half | {_VECTORS: np.rint(vectors / scale[:, None]).astype(np.int8), _SCALE: scale}


def _unpacked_weights(arrays: Arrays) -> Weights:
    weights = {name: values.astype(np.float32) for name, values in arrays.items()}
    weights[_VECTORS] *= weights.pop(_SCALE)[:, None]
    return weights


def _packed_ngrams(ngrams: Ngrams) -> Arrays:
    # Contiguous copies: safetensors writes memory as it lies, and these are strided views.
    return {
        "ngrams.fingerprints": ngrams.fingerprints.copy(),
        "ngrams.weights": ngrams.weights.copy(),
        "ngrams.scale_and_power": np.array([ngrams.scale, ngrams.power]),
    }


def _unpacked_ngrams(arrays: Arrays) -> Ngrams:
    return Ngrams.of(
        arrays.pop("ngrams.fingerprints"),
        arrays.pop("ngrams.weights"),
        *arrays.pop("ngrams.scale_and_power").tolist(),
    )


def _check_manifest(folder: Path) -> None:
    if not (folder / _MANIFEST).is_file():
        raise ArtifactError(f"{folder} has no {_MANIFEST}: it is not a model artifact.")
    digests = _digests(folder / _MANIFEST)
    for name in _FILES:
        if not (folder / name).is_file():
            raise ArtifactError(f"{folder / name} is missing. Restore the artifact.")
        if _sha256(folder / name) != digests[name]:
            raise ArtifactError(f"{folder / name} was changed. Restore the artifact.")


def _digests(manifest: Path) -> dict[str, str]:
    """The SHA-256 of each file, by name. The manifest may be damaged as well."""
    try:
        written = _read(manifest)
        return {name: written[name] for name in _FILES}
    except (ValueError, KeyError, TypeError) as error:
        raise ArtifactError(f"{manifest} is damaged. Restore the artifact.") from error


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
