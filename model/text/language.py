"""Whether a text is English, and words at all, which is all that the network has ever read.

A library that names languages costs 100 MB and a second to load; the question here is simpler. A
text is foreign if its letters are mostly not Latin, or if it holds more of other languages'
commonest words (function_words.json) than of English ones. Many unknown words alone may as well be
names, slang or nonsense.
"""

import json
import re
import struct
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from model.arrays import Ids
from model.contract.emoji import FEELINGS, STARS
from model.contract.schema import Flag
from model.text.tokenizer import UNKNOWN, Tokenizer

UNKNOWN_ABOVE = 0.25  # share of unknown words: above this the model hardly reads the text
READABLE_BELOW = 0.4  # share of words that it does know; the rest are numbers, signs and letters
_FOREIGN_LETTERS_ABOVE = 0.3
_NOT_LATIN = re.compile(r"[^\x00-\u024f\u1e00-\u1eff]")
# A word, a score such as 8/10, stars, or an emoji.
_READABLE = re.compile(rf"[^\W\d_]{{2}}|^[ai]$|/|[{FEELINGS}{STARS}]")
# Handles, tags and addresses: names that say nothing of the language around them.
_NAMES = re.compile(r"https?://\S+|www\.\S+|[@#]\w+")
_WORDS = Path(__file__).with_name("function_words.json")


# Four counts in one number: a sum over words counts all at once. A review has 20,000 at most.
_COUNT_BITS = 16
_UNKNOWN, _ENGLISH, _FOREIGN, _READABLE_WORD = (1 << k * _COUNT_BITS for k in range(4))


class Languages:
    """Knows which word numbers of a vocabulary are common words of English and of others."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        words = json.loads(_WORDS.read_text(encoding="utf-8"))
        self._foreign_words = {word for language in words["other"].values() for word in language}
        readable = np.array([_READABLE.search(word) is not None for word in tokenizer.words])
        self._counts = (
            _ENGLISH * _among(tokenizer.words, words["english"])
            + _FOREIGN * _among(tokenizer.words, self._foreign_words)
            + _READABLE_WORD * readable
        )
        self._counts[UNKNOWN] = _UNKNOWN
        self._encode = tokenizer.encode

    def not_read(self, text: str, ids: Ids) -> Flag | None:
        """Why the network cannot read a text of these words: another language, or what may be
        names, slang, nonsense, program code, tables of numbers."""
        why = self._why(text, ids)
        if why and _NAMES.search(text):
            prose = _NAMES.sub(" ", text)
            ids = self._encode(prose).ids
            return self._why(prose, ids) if len(ids) else why
        return why

    def _why(self, text: str, ids: Ids) -> Flag | None:
        counts = int(self._counts[ids].sum()).to_bytes(8, "little")
        unknown, english, foreign, readable = struct.unpack("<4H", counts)
        many_unknown = unknown > UNKNOWN_ABOVE * len(ids)
        if many_unknown:  # rare enough to look at the words themselves
            foreign = sum(word in self._foreign_words for word in text.lower().split())
        if foreign > english or (unknown and not text.isascii() and _foreign_letters(text)):
            return "other_language"
        hardly = many_unknown or readable < READABLE_BELOW * len(ids)
        return "unknown_words" if hardly else None


def _among(words: list[str], some: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    chosen = frozenset(some)
    return np.array([word in chosen for word in words])


def _foreign_letters(text: str) -> bool:
    strange = sum(map(str.isalpha, _NOT_LATIN.findall(text)))
    return strange > _FOREIGN_LETTERS_ABOVE * sum(map(str.isalpha, text))
