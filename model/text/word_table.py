"""The vocabulary and the characters as tables, for the compiled tokeniser."""

import re
from functools import cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from model.contract.emoji import FEELINGS, STARS
from model.text.tokenizer_kernels import (
    APOSTROPHE,
    COMMA,
    DASH,
    DIGIT,
    DOT,
    HARD,
    LETTER,
    SHOUT,
    SIGN,
    SLASH,
    STAR,
    Codes,
    Kinds,
    Numbers,
    fill,
    scan,
)

Found = tuple[Numbers, Numbers, Numbers]

_CHARACTERS = 0x20000  # two planes: alphabets, emoji; above are letters of rare Chinese
_HARD = "İΣ"  # their lower case has two letters, or depends on the letters around
_KINDS = {
    LETTER: r"[^\W\d_]+",
    DIGIT: r"\d+",
    SHOUT: r"[!?]",
    DOT: r"\.",
    COMMA: r",",
    SLASH: r"/",
    APOSTROPHE: r"'",
    DASH: r"-",
    STAR: rf"[{STARS}]",
    SIGN: rf"[;:()\"*$%&{FEELINGS}]",
    HARD: f"[{_HARD}]",  # after LETTER, as they are letters
}


class WordTable:
    """Finds the known words of a text. Safe to use from several threads."""

    def __init__(self, words: list[str], unknown: int) -> None:
        self._unknown = unknown
        bounds = np.array([0, *accumulate(map(len, words))], np.int32)
        self._table = np.zeros(1 << (2 * len(words)).bit_length(), np.uint64)
        fill(_codes("".join(words)), bounds, self._table)
        self._kinds, self._lower = _characters()

    def find(self, text: str) -> Found | None:
        """Word numbers, starts and ends; None if the text has a character not in the tables."""
        codes = _codes(text)
        found = np.empty((3, len(codes)), np.int32)
        n = scan(codes, self._kinds, self._lower, self._table, self._unknown, found)
        if n < 0:
            return None
        # A copy, as a view would keep room for a token per character alive.
        ids, starts, ends = found[:, :n].copy()
        return ids, starts, ends


def _codes(text: str) -> Codes:
    # A bytearray, as Numba takes an array that can be written to for another type.
    return np.frombuffer(bytearray(text.encode("utf-32-le", "surrogatepass")), np.uint32)


@cache
def _characters() -> tuple[Kinds, Codes]:
    """Kind and lower case of every character, asked of `re` and `str` themselves."""
    every = np.arange(_CHARACTERS, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    kinds: NDArray[np.uint8] = np.zeros(_CHARACTERS, np.uint8)
    for kind, pattern in _KINDS.items():
        for match in re.finditer(pattern, every):
            kinds[match.start() : match.end()] = kind
    return kinds, _codes(re.sub(_KINDS[HARD], " ", every).lower())
