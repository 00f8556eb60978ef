"""Words and signs, with their places in the text. The vocabulary lives in the artifact."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from model.compiled import COMPILED
from model.contract.emoji import FEELINGS, STARS
from model.text.word_table import WordTable

# The compiled scanner, tokenizer_kernels.py, finds the same tokens: change both, or neither.
# Numbers ("49.99", "1,200") and scores ("8/10", "3.5/5"), words with an apostrophe inside, runs of
# ! ? and dots, signs, among them emoji that say what somebody felt, and stars as they are given.
# Numbers joined twice by one sign ("8/10/2024", a telephone number) are no score and no token.
_TOKEN = re.compile(
    r"(?P<joined>\d+(?P<sign>[/.,-])\d+(?:(?P=sign)\d+)+)|"
    r"\d+(?:[.,]\d+)?(?:/\d+)?|[^\W\d_]+(?:'[^\W\d_]+)?|[!?]+|\.{2,}|"
    rf"[{STARS}]+|[.,;:()\"*$%&{FEELINGS}-]"
)

PADDING = 0
UNKNOWN = 1
_RESERVED = ["<padding>", "<unknown>"]


@dataclass(frozen=True)
class Encoding:
    """One review as the network reads it: n tokens."""

    ids: NDArray[np.int32]  # (n,)
    starts: NDArray[np.int32]  # (n,), in characters of the text
    ends: NDArray[np.int32]  # (n,)


class Tokenizer:
    """Maps text to word numbers. Case is ignored."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self._table = WordTable(words, UNKNOWN) if COMPILED else None

    @cached_property
    def _ids(self) -> dict[str, int]:
        """Only for what the compiled table does not read, which is rare: it has a megabyte."""
        return {word: i for i, word in enumerate(self.words)}

    @classmethod
    def fit(cls, texts: Iterable[str], size: int) -> "Tokenizer":
        """Keep the `size` most frequent words of the texts; ties go by alphabet."""
        counts = Counter(word for text in texts for word in split(text))
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return cls(_RESERVED + [word for word, _ in ranked[: size - len(_RESERVED)]])

    def __len__(self) -> int:
        return len(self.words)

    def encode(self, text: str) -> Encoding:
        """The words of a cleaned text and where they stand; compiled where Numba is."""
        found = self._table.find(text) if self._table else None
        return Encoding(*found) if found else self._encode_by_expression(text)

    def encode_documents(self, texts: Iterable[str]) -> list[NDArray[np.int32]]:
        """The word numbers alone, to train on; a text without a word is one unknown word."""
        unknown = np.array([UNKNOWN], np.int32)
        found = (self.encode(text).ids for text in texts)
        return [ids if len(ids) else unknown for ids in found]

    def sentence_ends(self) -> frozenset[int]:
        """The numbers of the signs that end a sentence."""
        return frozenset(i for i, word in enumerate(self.words) if word[0] in ".!?")

    def _encode_by_expression(self, text: str) -> Encoding:
        """What `encode` answers, without a compiler and for every character."""
        matches = [match for match in _TOKEN.finditer(text) if not match["joined"]]
        ids = [self._ids.get(match[0].lower(), UNKNOWN) for match in matches]
        starts, ends = [match.start() for match in matches], [match.end() for match in matches]
        return Encoding(*(np.array(column, np.int32) for column in (ids, starts, ends)))


def split(text: str) -> list[str]:
    """The words and signs of a text, in lower case."""
    return [match[0].lower() for match in _TOKEN.finditer(text) if not match["joined"]]
