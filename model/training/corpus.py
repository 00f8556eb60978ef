"""What a network learns from and is measured on: reviews, split by film, and made sentences."""

import hashlib
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from model import data, synthetic
from model.arrays import F32, Ids
from model.contract.clean import clean
from model.labelled import read_labelled
from model.text.tokenizer import Tokenizer
from model.training import teacher
from model.training.teacher import TeacherLogits


@dataclass(frozen=True)
class Corpus:
    """Texts as word numbers: D training reviews, validation reviews, sentences made by rules, and
    P passages of the training reviews, if the large teacher has judged them."""

    tokenizer: Tokenizer
    documents: list[Ids]
    labels: NDArray[np.int64]  # (D,): 1, 0, or -1 for none
    validation: list[Ids]
    validation_labels: NDArray[np.int64]
    sentences: list[Ids]
    sentence_targets: F32  # how positive each sentence is
    large_teacher: list[TeacherLogits]  # of each member; none, if it has not read these reviews
    passages: list[Ids]
    passage_targets: F32  # (P,) how likely each stands in a positive review
    data_hash: str


def read(
    source: Path, extra: Path | None, large_teacher: Path, n_words: int, n_synthetic: int, seed: int
) -> Corpus:
    """Load, clean, split by film, tokenise. Raises DataError, or what a broken download raises."""
    training, validation, data_hash = _split(source, extra)
    made = synthetic.texts(n_synthetic, seed)
    sentences = [each.text for each in made]
    # Of things other than films the reviews say little: their words come from the sentences.
    tokenizer = Tokenizer.fit(chain(training.text, sentences), n_words)
    encode, labels = tokenizer.encode_documents, training.label.to_numpy()
    logits = teacher.of_large_teacher(large_teacher, training.text, labels, validation.text)
    documents = encode(training.text)
    judged = teacher.passages(large_teacher, training.text, documents, tokenizer) if logits else []
    return Corpus(
        tokenizer, documents, labels,
        encode(validation.text), validation.label.to_numpy(),
        encode(sentences), np.array([each.positive for each in made], np.float32), logits,
        [ids for ids, _ in judged], np.array([positive for _, positive in judged], np.float32),
        data_hash,
    )  # fmt: skip


def _split(source: Path, extra: Path | None) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Cleaned reviews to learn from and to measure on, and a hash of all."""
    if source.name == Path(data.ARCHIVE_URL).name:
        data.download(source)
    reviews = data.load(source)
    data_hash = _hash(reviews)
    reviews["text"] = [clean(text).text for text in tqdm(reviews.text, desc="cleaning")]
    training, validation = data.split_by_movie(reviews)
    if extra:
        more = read_labelled(extra)
        data_hash += f"-{_hash(more)}"
        training = pd.concat([training, _unseen(more, validation)], ignore_index=True)
    return training, validation, data_hash


def _hash(frame: pd.DataFrame) -> str:
    """Of the rows in their order: what a run keeps of each review is found by its place alone."""
    rows = pd.util.hash_pandas_object(frame, index=False).to_numpy(np.uint64)
    return hashlib.sha256(rows.tobytes()).hexdigest()[:16]


def _unseen(extra: pd.DataFrame, validation: pd.DataFrame) -> pd.DataFrame:
    """Cleaned, and without what the model is measured on."""
    cleaned = extra.assign(text=[clean(text).text for text in extra.text])
    return cleaned[~cleaned.text.isin(validation.text)]
