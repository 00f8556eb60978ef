"""Words and signs, with their places in the text. The vocabulary lives in the artifact."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Scores ("8/10", "3.5/5"), words with an apostrophe inside, numbers, runs of ! ? and dots, signs.
_TOKEN = re.compile(r"\d+(?:\.\d+)?/\d+|[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[!?]+|\.{2,}|[.,;:()\"*$%&-]")

PADDING = 0
UNKNOWN = 1
_RESERVED = ["<padding>", "<unknown>"]


@dataclass(frozen=True)
class Encoding:
    """One review as the network reads it: n tokens."""

    ids: NDArray[np.int32]  # (n,)
    spans: list[tuple[int, int]]  # n times (start, end), in characters of the text


class Tokenizer:
    """Maps text to word numbers. Case is ignored."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self._ids = {word: i for i, word in enumerate(words)}

    @classmethod
    def fit(cls, texts: Iterable[str], size: int) -> "Tokenizer":
        """Keep the `size` most frequent words of the texts; ties go by alphabet."""
        counts = Counter(word for text in texts for word in split(text))
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return cls(_RESERVED + [word for word, _ in ranked[: size - len(_RESERVED)]])

    def __len__(self) -> int:
        return len(self.words)

    def encode(self, text: str) -> Encoding:
        matches = list(_TOKEN.finditer(text))
        ids = [self._ids.get(match[0].lower(), UNKNOWN) for match in matches]
        return Encoding(np.array(ids, dtype=np.int32), [match.span() for match in matches])


def split(text: str) -> list[str]:
    """The words and signs of a text, in lower case."""
    return [word.lower() for word in _TOKEN.findall(text)]
