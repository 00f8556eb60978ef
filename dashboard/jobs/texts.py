"""The different texts of a column: each is asked about once, however many rows have it."""

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

_CHUNK = 1_000


class Texts:
    """Texts by number, in the order in which they first appear."""

    def __init__(self, column: pd.Series) -> None:
        self._column = as_text(column)
        # Which number each row has; the texts themselves stay where they are, in the column.
        self.of_row, texts = pd.factorize(self._column)
        self.hashes = [hashlib.sha256(text.encode()).digest() for text in texts]
        self.rows_of = np.bincount(self.of_row, minlength=len(texts))
        self._first_row = np.unique(self.of_row, return_index=True)[1]

    def __len__(self) -> int:
        return len(self.hashes)

    def read(self, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
        """The texts of these numbers, a few at a time: all of them may be a lot of memory."""
        for start in range(0, len(numbers), _CHUNK):
            some = list(numbers[start : start + _CHUNK])
            yield from zip(some, self._column.iloc[self._first_row[some]].tolist(), strict=True)


def as_text(column: pd.Series) -> pd.Series:
    """Whatever the column holds, as strings without gaps."""
    return column.astype("str").fillna("").reset_index(drop=True)
