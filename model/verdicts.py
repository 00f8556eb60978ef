"""What large_teacher's voices said of each review, found again by the review's text.

Kept are a hash of each text and the logits, no text: whoever has the reviews can learn from the
teacher without training it. V voices, N reviews.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.data import DataError

# By one run on a GPU (model/artifacts/large-teacher.json).
SHIPPED = Path(__file__).parent / "large_teacher" / "verdicts.npz"

Keys = NDArray[np.uint64]


def keys(texts: Iterable[str]) -> Keys:
    """(N,) hashes of cleaned texts."""
    digests = (hashlib.blake2b(text.encode(), digest_size=8).digest() for text in texts)
    return np.frombuffer(b"".join(digests), "<u8").astype(np.uint64)


def fingerprint(path: Path) -> str:
    """Which file it is."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def save(path: Path, reviews: Keys, logits: NDArray[np.floating]) -> None:
    """`logits` is (V, N)."""
    np.savez_compressed(path, reviews=reviews, logits=logits.astype(np.float32))


def read(path: Path, reviews: Keys) -> NDArray[np.float64]:
    """(V, N) logits; nan where a review was not read. Raises DataError."""
    if not path.is_file():
        raise DataError(f"{path} is not there. Leave --large-teacher out to learn from what ships.")
    with np.load(path) as kept:
        known, logits = kept["reviews"], kept["logits"].astype(np.float64)
    order = np.argsort(known)
    place = order[np.searchsorted(known, reviews, sorter=order).clip(max=len(known) - 1)]
    return np.where(known[place] == reviews, logits[:, place], np.nan)
