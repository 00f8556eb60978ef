"""The teacher: gives every training review, labelled or not, the logit that the network learns.

Two models that read the same reviews in other ways: naive Bayes weighted phrases, which know rare
ones, and document vectors, which know what reviews without a label have in common. Each is too
large or too slow to ship. A large network trained elsewhere (model/large_teacher) can join.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from model import document_vectors, ngram_fit
from model.ngrams import Ids

Labels = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Settings:
    phrase_c: float = 0.1  # how hard the phrases fit (scikit-learn's C)
    vector_c: float = 10  # how hard the document vectors' classifier fits
    vectors: document_vectors.Settings = field(default_factory=document_vectors.Settings)


@dataclass(frozen=True)
class Opinions:
    """One teacher's logits of the D training documents and the validation reviews."""

    training: Floats
    validation: Floats


def opinions(
    documents: list[Ids], labels: Labels, validation: list[Ids], settings: Settings, seed: int,
    cache: Path, large: Path | None = None,
) -> list[Opinions]:  # fmt: skip
    """Of phrases and document vectors; with a large teacher's run, of vectors and its voices.

    Beside those, phrases have nothing to say: a fit of all on the validation films gave them the
    weight 0.
    """
    vectors = _of_vectors(documents, labels, validation, settings, seed, cache)
    if large:
        return [vectors, *read_large(large)]
    return [_of_phrases(documents, labels, validation, settings.phrase_c), vectors]


def save(path: Path, opinions: list[Opinions]) -> None:
    np.savez(
        path,
        training=np.stack([opinion.training for opinion in opinions]),
        validation=np.stack([opinion.validation for opinion in opinions]),
    )


def read(path: Path) -> list[Opinions]:
    with np.load(path) as saved:
        return [
            Opinions(*pair) for pair in zip(saved["training"], saved["validation"], strict=True)
        ]


_LARGE = ("logits.npy", "validation-logits.npy")


def save_large(run: Path, voices: list[Opinions]) -> None:
    np.save(run / _LARGE[0], np.array([voice.training for voice in voices], np.float32))
    np.save(run / _LARGE[1], np.array([voice.validation for voice in voices], np.float32))


def read_large(run: Path) -> list[Opinions]:
    """What each voice of model.large_teacher said, as its run keeps it."""
    training, validation = (np.load(run / name).astype(np.float64) for name in _LARGE)
    return [Opinions(*said) for said in zip(training, validation, strict=True)]


def _of_phrases(documents: list[Ids], labels: Labels, validation: list[Ids], c: float) -> Opinions:
    every = [ngram_fit.phrases_of(ids) for ids in documents]
    labelled = np.flatnonzero(labels >= 0)
    known = ngram_fit.frequent([every[d] for d in labelled], at_least=2)
    present = ngram_fit.presence(every, known)
    fitted = ngram_fit.fit(present[labelled], labels[labelled].astype(float), c)
    others = ngram_fit.presence([ngram_fit.phrases_of(ids) for ids in validation], known)
    return Opinions(fitted.logits(present), fitted.logits(others))


def _of_vectors(
    documents: list[Ids], labels: Labels, validation: list[Ids], settings: Settings, seed: int,
    cache: Path,
) -> Opinions:  # fmt: skip
    vectors, others = document_vectors.learn(
        documents, labels, validation, settings.vectors, seed, cache
    )
    labelled = labels >= 0
    model = LogisticRegression(C=settings.vector_c, max_iter=300)
    model.fit(vectors[labelled], labels[labelled])
    return Opinions(model.decision_function(vectors), model.decision_function(others))


def agreed(opinions: list[Opinions], labels: Labels, validation_labels: Labels) -> Opinions:
    """The sum of opinions on one scale, with the temperature that suits the validation labels.

    The scale is that of the reviews without a label: on the others each has seen the answer.
    """
    unlabelled = labels < 0
    scales = [1 / opinion.training[unlabelled].std() for opinion in opinions]
    training = sum(s * opinion.training for s, opinion in zip(scales, opinions, strict=True))
    validation = sum(s * opinion.validation for s, opinion in zip(scales, opinions, strict=True))
    sharpness = _sharpness(np.asarray(validation), validation_labels)
    return Opinions(np.asarray(training) * sharpness, np.asarray(validation) * sharpness)


def _sharpness(logits: Floats, labels: Labels) -> float:
    def loss(log_sharpness: float) -> float:
        scaled = np.where(labels == 1, -logits, logits) * np.exp(log_sharpness)
        return float(np.logaddexp(0, scaled).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-4, 4), method="bounded").x))
