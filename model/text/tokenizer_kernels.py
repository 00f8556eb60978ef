"""Compiled: from the code points of a text to word numbers, as the tokeniser's expression does.

The expression never has to go back further than one optional part, so a look ahead replaces it.
Everything compiled is in this file (model/compiled.py says why), callers below the called.
"""

import numpy as np
from numpy.typing import NDArray

from model.compiled import njit

# What a character is. A class that can go on in a token has a number of its own.
OTHER, LETTER, DIGIT, SHOUT, DOT, COMMA, SLASH, DASH, APOSTROPHE, STAR, SIGN, HARD = range(12)

_NUMBER_BITS = np.uint64(20)  # of a table's entry; the upper ones are of a hash
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)

Codes = NDArray[np.uint32]
Kinds = NDArray[np.uint8]
Numbers = NDArray[np.int32]
Hashes = NDArray[np.uint64]


@njit()
def _hash(word: Codes) -> np.uint64:
    """FNV-1a over code points. A slot is chosen by its upper bits, which are mixed best."""
    value = np.uint64(0xCBF29CE484222325)
    for code in word:
        value = (value ^ np.uint64(code)) * np.uint64(0x100000001B3)
    return value


@njit()
def _slot(value: np.uint64, table: Hashes) -> int:
    """The slot of the word with this hash, or the empty one where it would be."""
    mask = len(table) - 1  # a power of two, less one
    slot = int(np.int64(value >> np.uint64(33))) & mask  # Numba's int() of a uint64 stays one
    while table[slot] != 0 and (table[slot] ^ value) >> _NUMBER_BITS != 0:
        slot = (slot + 1) & mask
    return slot


@njit()
def _find(value: np.uint64, table: Hashes, unknown: int) -> int:
    entry = table[_slot(value, table)]
    return int(np.int64(entry & ~(_ALL << _NUMBER_BITS))) - 1 if entry else unknown


@njit()
def _run_end(kinds: Kinds, start: int) -> int:
    """Where the characters of one kind end. The OTHER at the end stops it."""
    end = start + 1
    while kinds[end] == kinds[start]:
        end += 1
    return end


@njit()
def _word_end(kinds: Kinds, start: int) -> int:
    """[^\\W\\d_]+(?:'[^\\W\\d_]+)?"""
    end = _run_end(kinds, start)
    if kinds[end] == APOSTROPHE and kinds[end + 1] == LETTER:
        return _run_end(kinds, end + 1)
    return end


@njit()
def _number_end(kinds: Kinds, start: int) -> int:
    """\\d+(?:[.,]\\d+)?(?:/\\d+)?"""
    end = _run_end(kinds, start)
    if kinds[end] in (DOT, COMMA) and kinds[end + 1] == DIGIT:
        end = _run_end(kinds, end + 1)
    if kinds[end] == SLASH and kinds[end + 1] == DIGIT:
        end = _run_end(kinds, end + 1)
    return end


@njit()
def _joined_end(kinds: Kinds, start: int) -> int:
    """\\d+([/.,-])\\d+(?:\\1\\d+)+; `start` itself if it is not there."""
    end = _run_end(kinds, start)
    sign = kinds[end]
    if sign not in (SLASH, DOT, COMMA, DASH):
        return start
    n_joined = 0
    while kinds[end] == sign and kinds[end + 1] == DIGIT:
        end = _run_end(kinds, end + 1)
        n_joined += 1
    return end if n_joined > 1 else start


@njit()
def _token_end(kinds: Kinds, start: int) -> int:
    """Where the token at `start` ends; `start` itself if none begins there."""
    kind = kinds[start]
    if kind == LETTER:
        return _word_end(kinds, start)
    if kind == DIGIT:
        return _number_end(kinds, start)
    if kind in (SHOUT, DOT, STAR):
        return _run_end(kinds, start)
    return start + int(kind in (SIGN, COMMA, DASH))


@njit()
def _classify(text: Codes, kind_of: Kinds, lower_of: Codes, kinds: Kinds, lower: Codes) -> bool:
    """Kind and lower case of each character, and an OTHER at the end; False if one is HARD."""
    for i in range(len(text)):
        if text[i] >= len(kind_of) or kind_of[text[i]] == HARD:
            return False
        kinds[i] = kind_of[text[i]]
        lower[i] = lower_of[text[i]]
    kinds[len(text)] = OTHER
    return True


@njit("void(uint32[::1], int32[::1], uint64[::1])")
def fill(words: Codes, bounds: Numbers, table: Hashes) -> None:
    """Put each word i, words[bounds[i]:bounds[i + 1]], into the empty (0) table: the upper 44 bits
    of its hash, then i + 1. With 30,000 words, one unknown word of 500 million is taken for known.

    As in a dictionary, the last of equal words counts.
    """
    for i in range(len(bounds) - 1):
        value = _hash(words[bounds[i] : bounds[i + 1]])
        table[_slot(value, table)] = (value & _ALL << _NUMBER_BITS) | np.uint64(i + 1)


@njit("int64(uint32[::1], uint8[::1], uint32[::1], uint64[::1], int32, int32[:, ::1])")
def scan(
    text: Codes, kind_of: Kinds, lower_of: Codes, table: Hashes, unknown: int, found: Numbers
) -> int:
    """Write word numbers, starts and ends into the rows of `found`; return how many.

    Returns -1 for a text with a HARD character, which the expression has to read.
    """
    kinds = np.empty(len(text) + 1, np.uint8)
    lower, values = np.empty(len(text), np.uint32), np.empty(len(text), np.uint64)
    if not _classify(text, kind_of, lower_of, kinds, lower):
        return -1
    count = 0
    start = 0
    while start < len(text):
        if kinds[start] == DIGIT:
            start = _joined_end(kinds, start)
        end = _token_end(kinds, start)
        if end > start:
            values[count] = _hash(lower[start:end])
            found[1, count] = start
            found[2, count] = end
            count += 1
        start = max(end, start + 1)
    # In a loop of its own, where one look-up does not wait for the memory of the one before.
    for i in range(count):
        found[0, i] = _find(values[i], table, unknown)
    return count
