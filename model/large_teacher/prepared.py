"""The reviews as word numbers: cleaned, split by film and tokenised once, then kept in one file.

D reviews of the training films (72,411), B labelled ones of the validation films (2,589).
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model import data
from model.arrays import F32, Ids, Keys
from model.contract.clean import clean
from model.text.tokenizer import Tokenizer
from model.training import checkpoint, verdicts
from model.training.passages import passage_ends, passages


@dataclass(frozen=True)
class Reviews:
    """In the order of data.split_by_movie."""

    training: list[Ids]
    labels: F32  # (D,): 1, 0, or nan for none
    validation: list[Ids]
    validation_labels: NDArray[np.int64]  # (B,): 1 or 0
    keys: Keys  # (D + B,), of the cleaned texts
    passages: list[list[Ids]]  # of each of the D + B (model/training/passages.py)

    @property
    def known_labels(self) -> NDArray[np.int64]:
        """(D,): 1, 0, or -1 for none."""
        return np.nan_to_num(self.labels, nan=-1).astype(np.int64)


def prepared(folder: Path, source: Path, n_words: int) -> Reviews:
    """What an earlier call kept in `folder`, or else made from the reviews at `source`."""
    kept = folder / "reviews.npz"
    if not kept.exists():
        _prepare(folder, source, n_words)
    with np.load(kept) as columns:
        ids = np.split(columns["ids"].astype(np.int32), columns["ends"][:-1])
        labels, n, keys = columns["labels"], len(columns["labels"]), columns["keys"]
        taught = np.where(labels < 0, np.nan, labels).astype(np.float32)
        ends = columns["sentence_ends"]
        cut = [passages(i, ends, key) for i, key in zip(ids, keys, strict=True)]
        return Reviews(ids[:n], taught, ids[n:], columns["validation_labels"], keys, cut)


def _prepare(folder: Path, source: Path, n_words: int) -> None:
    if source.name == Path(data.ARCHIVE_URL).name:
        data.download(source)
    reviews = data.load(source)
    reviews["text"] = [clean(text).text for text in tqdm(reviews.text, desc="cleaning")]
    training, validation = data.split_by_movie(reviews)
    tokenizer = Tokenizer.fit(training.text, n_words)
    (folder / "vocabulary.json").write_text(json.dumps(tokenizer.words), "utf-8")
    texts = [*training.text, *validation.text]
    ids = tokenizer.encode_documents(texts)
    flat = np.concatenate(ids)
    with checkpoint.whole(folder / "reviews.npz") as part:
        np.savez_compressed(
            part,
            ids=flat.astype(np.uint16 if n_words <= 1 << 16 else np.int32),  # half the room
            ends=np.cumsum([len(i) for i in ids]),
            labels=training.label.to_numpy(),
            validation_labels=validation.label.to_numpy(),
            keys=verdicts.keys(texts),
            sentence_ends=passage_ends(tokenizer),
        )
