"""Whether a text is English, and words at all, which is all that the network has ever read.

A library that names languages costs 100 MB and a second to load; the question here is simpler. A
text is foreign if its letters are mostly not Latin, or if it holds more of other languages'
commonest words (function_words.json) than of English ones. Many unknown words alone may as well be
names, slang or nonsense.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from model.ngrams import Ids
from model.tokenizer import UNKNOWN, Tokenizer

UNKNOWN_ABOVE = 0.25  # share of unknown words: above this the model hardly reads the text
READABLE_BELOW = 0.4  # share of words that it does know; the rest are numbers, signs and letters
_FOREIGN_LETTERS_ABOVE = 0.3
_NOT_LATIN = re.compile(r"[^\x00-\u024f\u1e00-\u1eff]")
_READABLE = re.compile(r"[^\W\d_]{2}|^[ai]$|/")  # a word, or a score such as 8/10
_WORDS = Path(__file__).with_name("function_words.json")


class Languages:
    """Knows which word numbers of a vocabulary are common words of English and of others."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        words = json.loads(_WORDS.read_text(encoding="utf-8"))
        foreign = {word for language in words["other"].values() for word in language}
        self._foreign_words = foreign
        self._english = _among(tokenizer.words, words["english"])
        self._foreign = _among(tokenizer.words, foreign)
        self._readable = np.array([_READABLE.search(word) is not None for word in tokenizer.words])
        self._readable[UNKNOWN] = False

    def is_hardly_read(self, ids: Ids) -> bool:
        """Names, slang, nonsense, program code, tables of numbers."""
        unknown, readable = int((ids == UNKNOWN).sum()), int(self._readable[ids].sum())
        return unknown > UNKNOWN_ABOVE * len(ids) or readable < READABLE_BELOW * len(ids)

    def is_foreign(self, text: str, ids: Ids) -> bool:
        unknown = int((ids == UNKNOWN).sum())
        if unknown and _foreign_letters(text):
            return True
        foreign = int(self._foreign[ids].sum())
        if unknown > UNKNOWN_ABOVE * len(ids):  # rare enough to look at the words themselves
            foreign = sum(word in self._foreign_words for word in text.lower().split())
        return foreign > int(self._english[ids].sum())


def _among(words: list[str], some: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    chosen = frozenset(some)
    return np.array([word in chosen for word in words])


def _foreign_letters(text: str) -> bool:
    strange = sum(map(str.isalpha, _NOT_LATIN.findall(text)))
    return strange > 0 and strange > _FOREIGN_LETTERS_ABOVE * sum(map(str.isalpha, text))
