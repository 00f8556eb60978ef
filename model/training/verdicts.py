"""What large_teacher's members said of each review, found again by the review's text.

Kept are a hash of each text, the logits, and what all said of each passage; no text: whoever has
the reviews can learn from the teacher without training it. V members, N reviews.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray

from model.arrays import F64, Keys
from model.data import DataError

# By one run on a GPU (model/artifacts/large-teacher.json).
SHIPPED = Path(__file__).parents[1] / "large_teacher" / "verdicts.npz"


def keys(texts: Iterable[str]) -> Keys:
    """(N,) hashes of cleaned texts."""
    digests = (hashlib.blake2b(text.encode(), digest_size=8).digest() for text in texts)
    return np.frombuffer(b"".join(digests), "<u8").astype(np.uint64)


def fingerprint(path: Path) -> str:
    """Which file it is. Raises DataError."""
    _look_for(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def save(path: Path, reviews: Keys, logits: NDArray[np.floating], passages: list[F64]) -> None:
    """`logits` is (V, N); `passages` how likely each of a review's stands in a positive one."""
    np.savez_compressed(
        path,
        reviews=reviews,
        logits=logits.astype(np.float16),
        n_passages=np.array([len(said) for said in passages], np.uint16),
        passages=np.rint(255 * np.concatenate(passages)).astype(np.uint8),
    )


def read(path: Path, reviews: Keys) -> F64:
    """(V, N) logits; nan where a review was not read. Raises DataError."""
    with _opened(path) as kept:
        place, known = _places(kept["reviews"], reviews)
        return np.where(known, kept["logits"].astype(np.float64)[:, place], np.nan)


def read_passages(path: Path, reviews: Keys) -> list[F64]:
    """Of each review, how likely its passages (passages.py) stand in a positive one; none,
    where it was not read. Raises DataError."""
    with _opened(path) as kept:
        if "passages" not in kept:
            raise DataError(f"{path} has no verdicts on passages: it was written before they were.")
        place, known = _places(kept["reviews"], reviews)
        ends = np.cumsum(kept["n_passages"].astype(np.int64))
        said = np.split(kept["passages"] / 255, ends[:-1])
    return [said[p] if k else np.empty(0) for p, k in zip(place, known, strict=True)]


def _opened(path: Path) -> NpzFile[Any]:
    _look_for(path)
    try:
        opened: NpzFile[Any] = np.load(path)
    except (ValueError, EOFError, BadZipFile) as error:
        raise DataError(f"{path} is no verdicts.npz of `python -m model.large_teacher`.") from error
    return opened


def _look_for(path: Path) -> None:
    if not path.is_file():
        raise DataError(
            f"{path} is not there. Name the verdicts.npz of a run of `python -m "
            "model.large_teacher`, or leave the option out."
        )


def _places(known: Keys, reviews: Keys) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each review stands among the known ones, and whether it does."""
    order = np.argsort(known)
    place = order[np.searchsorted(known, reviews, sorter=order).clip(max=len(known) - 1)]
    return place, known[place] == reviews
