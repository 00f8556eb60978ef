"""Document vectors: what a review is about, learned from its n-grams without any label.

Each document's vector is learned to be near, by cosine, to those of its own n-grams and far from
others' (Thongtan and Phienthrakul 2019, https://aclanthology.org/P19-2057/); n-grams that say
little about sentiment are mostly skipped, which makes it many times faster (Zhang and Arefyev 2022,
https://aclanthology.org/2022.insights-1.17/). One thread, so that a seed gives the same vectors.
Everything compiled is in this file (model/compiled.py says why).
Shapes: D documents, V n-grams, E numbers in a vector.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model.arrays import F32, Ids, Keys
from model.compiled import njit
from model.network.ngrams import all_keys
from model.training import checkpoint
from model.training.ngram_fit import frequent, log_ratio, presence

_NEGATIVES = 1 << 24  # entries of the table that negative samples are drawn from


@dataclass(frozen=True)
class Settings:
    size: int = 256  # E
    epochs: int = 16
    learning_rate: float = 1e-3
    at_least: int = 5  # times that an n-gram must stand in the training documents
    always_keep: float = 0.6  # n-grams this telling (by log ratio) are never skipped
    keep_at_least: float = 0.08  # and of the least telling this share is kept


@dataclass(frozen=True)
class DocumentNgrams:
    """The known n-grams of D documents, in a row, as numbers of n-grams."""

    numbers: NDArray[np.int32]
    starts: NDArray[np.int64]  # (D + 1,)

    @classmethod
    def of(cls, documents: list[Ids], known: Keys) -> "DocumentNgrams":
        rows = [_numbers(ids, known) for ids in documents]
        return cls(np.concatenate(rows), np.cumsum([0, *map(len, rows)]))


def _numbers(ids: Ids, known: Keys) -> NDArray[np.int32]:
    key = all_keys(ids)
    place = np.searchsorted(known, key)
    place[place == len(known)] = 0
    found: NDArray[np.int32] = place[known[place] == key].astype(np.int32)
    return found


def learn(
    documents: list[Ids], labels: NDArray[np.int64], others: list[Ids], settings: Settings,
    seed: int, cache: Path,
) -> tuple[F32, F32]:  # fmt: skip
    """Unit vectors of the documents, (D, E), and of others, from which nothing is learned.

    `labels` (1, 0, -1 for none) only tell which n-grams are worth reading. Goes on from `cache`.
    """
    known = frequent([all_keys(ids) for ids in documents], settings.at_least)
    ngrams = DocumentNgrams.of(documents, known)
    keep = _keep(ngrams, labels, len(known), settings)
    rng = np.random.default_rng(seed)
    negatives = _negatives(ngrams, keep, rng)
    vectors, of_ngrams = (_start(n, settings.size, rng) for n in (len(documents), len(known)))
    done = _resume(cache, vectors, of_ngrams)
    left = range(done, settings.epochs)
    for epoch in tqdm(left, desc="document vectors", initial=done, total=settings.epochs):
        _epoch(ngrams, keep, negatives, vectors, of_ngrams, settings, epoch, True, seed)
        _save(cache, vectors, of_ngrams, epoch + 1)
    inferred, unseen = _start(len(others), settings.size, rng), DocumentNgrams.of(others, known)
    for epoch in range(settings.epochs):
        _epoch(unseen, keep, negatives, inferred, of_ngrams, settings, epoch, False, seed)
    return _unit(vectors), _unit(inferred)


def _epoch(
    ngrams: DocumentNgrams, keep: F32, negatives: NDArray[np.int32], vectors: F32,
    of_ngrams: F32, settings: Settings, epoch: int, learn_ngrams: bool, seed: int,
) -> None:  # fmt: skip
    rng = np.random.default_rng([seed, epoch])
    rate = settings.learning_rate * max(0.05, 1 - epoch / settings.epochs)
    order = rng.permutation(len(vectors))
    _pull(
        order, ngrams.starts, ngrams.numbers, keep, negatives, vectors, of_ngrams,
        np.float32(rate), learn_ngrams, int(rng.integers(1 << 30)),
    )  # fmt: skip


def _keep(
    ngrams: DocumentNgrams, labels: NDArray[np.int64], n_ngrams: int, settings: Settings
) -> F32:
    """(V,) how likely each occurrence of an n-gram is read: the more telling, the likelier."""
    labelled = np.flatnonzero(labels >= 0)
    rows = [ngrams.numbers[ngrams.starts[d] : ngrams.starts[d + 1]] for d in labelled]
    each = [np.unique(row).astype(np.uint64) for row in rows]
    there = presence(each, np.arange(n_ngrams, dtype=np.uint64))
    telling = np.abs(log_ratio(there, labels[labelled].astype(float))) / settings.always_keep
    return telling.clip(settings.keep_at_least, 1).astype(np.float32)


def _negatives(ngrams: DocumentNgrams, keep: F32, rng: np.random.Generator) -> NDArray[np.int32]:
    """N-grams to push away, each as often as it is read, to the power of 0.75."""
    often = (np.bincount(ngrams.numbers, minlength=len(keep)) * keep) ** 0.75
    return rng.choice(len(keep), _NEGATIVES, p=often / often.sum()).astype(np.int32)


def _start(n: int, size: int, rng: np.random.Generator) -> F32:
    return ((rng.random((n, size), dtype=np.float32) - np.float32(0.5)) / size).astype(np.float32)


def _unit(vectors: F32) -> F32:
    result: F32 = vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-12)
    return result


def _resume(cache: Path, vectors: F32, of_ngrams: F32) -> int:
    """Bring the vectors back to where the run stopped; that many epochs are done."""
    if not cache.exists():
        return 0
    with np.load(cache) as saved:
        vectors[:], of_ngrams[:] = saved["vectors"], saved["of_ngrams"]
        return int(saved["epochs"])


def _save(cache: Path, vectors: F32, of_ngrams: F32, epochs: int) -> None:
    with checkpoint.whole(cache) as part:
        np.savez(part, vectors=vectors, of_ngrams=of_ngrams, epochs=epochs)


_FAST = {"fastmath": True, "error_model": "numpy"}


@njit(**_FAST)
def _dot(a: F32, b: F32) -> np.float32:
    total = np.float32(0)
    for j in range(len(a)):
        total += a[j] * b[j]
    return total


@njit(**_FAST)
def _pull_one(
    document: F32, ngram: F32, gradient: F32, target: np.float32, rate: np.float32,
    learn_ngrams: bool,
) -> None:  # fmt: skip
    """One step of logistic regression on 6 * cosine: the n-gram at once, the document's later."""
    sharpness = np.float32(6)
    length_d = np.sqrt(_dot(document, document)) + np.float32(1e-12)
    length_p = np.sqrt(_dot(ngram, ngram)) + np.float32(1e-12)
    cosine = _dot(document, ngram) / (length_d * length_p)
    error = target - np.float32(1) / (np.float32(1) + np.exp(-sharpness * cosine))
    step = error * sharpness * rate
    across = step / (length_d * length_p)
    along_d, along_p = step * cosine / (length_d * length_d), step * cosine / (length_p * length_p)
    for j in range(len(document)):
        gradient[j] += across * ngram[j] - along_d * document[j]
    if learn_ngrams:
        for j in range(len(document)):
            ngram[j] += across * document[j] - along_p * ngram[j]


@njit(**_FAST)
def _pull(
    order: NDArray[np.int64], starts: NDArray[np.int64], numbers: NDArray[np.int32],
    keep: F32, negatives: NDArray[np.int32], vectors: F32, of_ngrams: F32,
    rate: np.float32, learn_ngrams: bool, seed: int,
) -> None:  # fmt: skip
    """One epoch: pull each document to its n-grams, push it from five others for each."""
    np.random.seed(seed)
    gradient = np.empty(vectors.shape[1], np.float32)
    for d in order:
        document = vectors[d]
        read = numbers[starts[d] : starts[d + 1]].copy()
        np.random.shuffle(read)
        for ngram in read:
            if np.random.random() > keep[ngram]:
                continue
            gradient[:] = np.float32(0)
            _pull_one(document, of_ngrams[ngram], gradient, np.float32(1), rate, learn_ngrams)
            for _ in range(5):
                other = negatives[np.random.randint(0, len(negatives))]
                _pull_one(document, of_ngrams[other], gradient, np.float32(0), rate, learn_ngrams)
            for j in range(len(gradient)):
                document[j] += gradient[j]
