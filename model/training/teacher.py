"""The teacher: gives every training review, labelled or not, the logit that the network learns.

Two models that read the same reviews in other ways: naive Bayes weighted n-grams, which know rare
ones, and document vectors, which know what reviews without a label have in common. Each is too
large or too slow to ship. Where a large network (model/large_teacher) has read the reviews, its
members take the n-grams' place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from model.arrays import F32, F64, Ids, Labels
from model.text.tokenizer import Tokenizer
from model.training import checkpoint, document_vectors, ngram_fit, verdicts
from model.training.passages import passage_ends
from model.training.passages import passages as cut


@dataclass(frozen=True)
class Settings:
    ngram_c: float = 0.1  # how hard the n-grams fit (scikit-learn's C)
    vector_c: float = 10  # how hard the document vectors' classifier fits
    vectors: document_vectors.Settings = field(default_factory=document_vectors.Settings)


@dataclass(frozen=True)
class TeacherLogits:
    """One teacher's logits of the D training documents and the validation reviews."""

    training: F64
    validation: F64


def logits(
    documents: list[Ids], labels: Labels, validation: list[Ids], settings: Settings, seed: int,
    cache: Path, large_teacher: list[TeacherLogits],
) -> list[TeacherLogits]:  # fmt: skip
    """Those of document vectors, and of the large teacher's members or else of n-grams.

    Beside the members, n-grams have nothing to say: a fit of all on the validation films gave them
    the weight 0.
    """
    vectors = _of_vectors(documents, labels, validation, settings, seed, cache)
    if large_teacher:
        return [vectors, *large_teacher]
    return [_of_ngrams(documents, labels, validation, settings.ngram_c), vectors]


def of_large_teacher(
    path: Path, reviews: Iterable[str], labels: Labels, validation: Iterable[str]
) -> list[TeacherLogits]:
    """What the large teacher said of these cleaned reviews; none, if it has not read them all.

    Labelled reviews may be missing from it: there the label teaches. Raises DataError.
    """
    said, of_validation = (verdicts.read(path, verdicts.keys(t)) for t in (reviews, validation))
    if np.isnan(said[:, labels < 0]).any() or np.isnan(of_validation).any():
        print("The large teacher has not read these reviews: n-grams teach instead.")
        return []
    return [TeacherLogits(*pair) for pair in zip(np.nan_to_num(said), of_validation, strict=True)]


def passages(
    path: Path, reviews: Iterable[str], documents: list[Ids], tokenizer: Tokenizer
) -> list[tuple[Ids, float]]:
    """All passages of these cleaned reviews that the large teacher has read, and how likely each
    stands in a positive one. Raises DataError."""
    keys, ends = verdicts.keys(reviews), passage_ends(tokenizer)
    said = verdicts.read_passages(path, keys)
    found = zip(
        (cut(ids, ends, key) for ids, key in zip(documents, keys, strict=True)), said, strict=True
    )
    # A tokenizer that sees other ends of sentences, such as in dates, cuts a few reviews otherwise.
    return [
        judged
        for parts, of_each in found
        if len(parts) == len(of_each)
        for judged in zip(parts, of_each, strict=True)
    ]


def save(path: Path, teachers: list[TeacherLogits]) -> None:
    """Keep them for a run that is resumed."""
    with checkpoint.whole(path) as part:
        np.savez(
            part,
            training=np.stack([teacher.training for teacher in teachers]),
            validation=np.stack([teacher.validation for teacher in teachers]),
        )


def read(path: Path) -> list[TeacherLogits]:
    """What `save` kept."""
    with np.load(path) as saved:
        return [
            TeacherLogits(*pair)
            for pair in zip(saved["training"], saved["validation"], strict=True)
        ]


def _of_ngrams(
    documents: list[Ids], labels: Labels, validation: list[Ids], c: float
) -> TeacherLogits:
    every = [ngram_fit.ngrams_of(ids) for ids in documents]
    labelled = np.flatnonzero(labels >= 0)
    known = ngram_fit.frequent([every[d] for d in labelled], at_least=2)
    present = ngram_fit.presence(every, known)
    fitted = ngram_fit.fit(present[labelled], labels[labelled].astype(float), c)
    others = ngram_fit.presence([ngram_fit.ngrams_of(ids) for ids in validation], known)
    return TeacherLogits(fitted.logits(present), fitted.logits(others))


def _of_vectors(
    documents: list[Ids], labels: Labels, validation: list[Ids], settings: Settings, seed: int,
    cache: Path,
) -> TeacherLogits:  # fmt: skip
    vectors, others = document_vectors.learn(
        documents, labels, validation, settings.vectors, seed, cache
    )
    labelled = labels >= 0
    model = LogisticRegression(C=settings.vector_c, max_iter=300)
    model.fit(vectors[labelled], labels[labelled])
    return TeacherLogits(model.decision_function(vectors), model.decision_function(others))


def combined(
    teachers: list[TeacherLogits], labels: Labels, validation_labels: Labels
) -> TeacherLogits:
    """The sum of their logits on one scale, with the temperature that suits the validation labels.

    The scale is that of the reviews without a label: on the others each has seen the answer.
    """
    unlabelled = labels < 0
    scales = [1 / teacher.training[unlabelled].std() for teacher in teachers]
    training = sum(s * teacher.training for s, teacher in zip(scales, teachers, strict=True))
    validation = sum(s * teacher.validation for s, teacher in zip(scales, teachers, strict=True))
    sharpness = _sharpness(np.asarray(validation), validation_labels)
    return TeacherLogits(np.asarray(training) * sharpness, np.asarray(validation) * sharpness)


def soft_labels(
    teachers: list[TeacherLogits], labels: Labels, validation_labels: Labels, smoothing: float
) -> F32:
    """(D,) probabilities to learn: the smoothed label where there is one, else what the teachers
    think together."""
    smoothed = labels * (1 - 2 * smoothing) + smoothing
    taught = expit(combined(teachers, labels, validation_labels).training)
    return np.where(labels >= 0, smoothed, taught).astype(np.float32)


def _sharpness(logits: F64, labels: Labels) -> float:
    def loss(log_sharpness: float) -> float:
        scaled = np.where(labels == 1, -logits, logits) * np.exp(log_sharpness)
        return float(np.logaddexp(0, scaled).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-4, 4), method="bounded").x))
