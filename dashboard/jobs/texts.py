"""The different texts of a column: each is asked about once, however many rows have it."""

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from dashboard.jobs.outcome import is_no_answer
from dashboard.reading.roles import Roles

_CHUNK = 1_000


class Texts:
    """Texts by number, in the order in which they first appear."""

    def __init__(self, column: pd.Series) -> None:
        self._column = column  # the texts stay there: as Python's strings they are large
        numbers: dict[bytes, int] = {}
        of_row = [
            numbers.setdefault(text_hash(text), len(numbers)) for text in strings(self._column)
        ]
        self.hashes = list(numbers)
        self.of_row = np.array(of_row, dtype=np.int64)
        self.n_rows = np.bincount(self.of_row, minlength=len(numbers))
        self._first_row = np.unique(self.of_row, return_index=True)[1]

    def __len__(self) -> int:
        return len(self.hashes)

    def read(self, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
        """The texts of these numbers, a few at a time: all of them may be a lot of memory."""
        for start in range(0, len(numbers), _CHUNK):
            some = list(numbers[start : start + _CHUNK])
            rows = self._first_row[some]
            # From a narrow slice: to pick from a column in several pieces, Arrow copies all of it.
            near = self._column.iloc[rows.min() : rows.max() + 1]
            yield from zip(some, near.iloc[rows - rows.min()].tolist(), strict=True)


def strings(texts: pd.Series) -> Iterator[str]:
    """One after the other, without all of them in memory as Python's strings."""
    for start in range(0, len(texts), _CHUNK):
        yield from texts.iloc[start : start + _CHUNK].tolist()


def review_texts(table: pd.DataFrame, roles: Roles) -> pd.Series:
    """What is scored in each row: the review, after its headline or first part where the file has
    one."""
    texts = as_text(table[roles.text])
    if roles.headline is None:
        return texts
    headlines = as_text(table[roles.headline])
    parts = [texts[:0]]
    for start in range(0, len(texts), _CHUNK):  # all of them as Python's strings are large
        some = slice(start, start + _CHUNK)
        parts.append(pd.Series(map(headed, headlines[some], texts[some]), dtype="str"))
    return pd.concat(parts, ignore_index=True)


def headed(headline: str, text: str) -> str:
    """The headline as a first sentence, unless the review begins with it anyway, or one of the two
    says that there is nothing to say."""
    headline, text = headline.strip(), text.strip()
    if is_no_answer(headline):
        return text
    if is_no_answer(text):
        return headline or text
    start = headline.rstrip(".… ")
    goes_on = start and text[len(start) : len(start) + 1].isalnum()  # “No” in “Nothing works”
    if text.startswith(start) and not goes_on:
        return text
    end = "" if headline[-1] in ".!?…" else "."
    return f"{headline}{end} {text}".rstrip()


def text_hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def as_text(column: pd.Series) -> pd.Series:
    """Whatever the column holds, as strings without gaps."""
    return column.astype("str").fillna("").reset_index(drop=True)
