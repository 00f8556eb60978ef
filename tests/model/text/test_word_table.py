"""The compiled tokeniser answers as the regular expression does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.compiled import COMPILED
from model.text.tokenizer import UNKNOWN, Encoding, Tokenizer, split
from model.text.tokenizer_kernels import DIGIT, LETTER, _find
from model.text.word_table import _HARD, WordTable, _characters

RESERVED = ["<padding>", "<unknown>"]
TRICKY = "0123456789/.'’ aZßİΣς_-!?.$%😀🚀❤️𝔘é́\u200b\ud800٣²ª𠀀\U0010ffff"
PIECES = ["8/10", "3.5/5", "3.", ".5", "/", "don't", "'n'", "..", "?!", " ", "_", "Σ", "good", "1"]
many = settings(max_examples=2000, deadline=None)


def columns(encoding: Encoding) -> list[list[int]]:
    return [encoding.ids.tolist(), encoding.starts.tolist(), encoding.ends.tolist()]


def assert_same(text: str) -> None:
    # Every second word of the text is known, some of them twice.
    tokenizer = Tokenizer(RESERVED + split(text)[::2])
    assert columns(tokenizer.encode(text)) == columns(tokenizer._encode_by_expression(text))


def test_numba_is_there() -> None:
    assert COMPILED


@many
@given(st.text())
def test_any_text(text: str) -> None:
    assert_same(text)


@many
@given(st.text(TRICKY, max_size=40))
def test_tricky_characters(text: str) -> None:
    assert_same(text)


@many
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_tricky_pieces(text: str) -> None:
    assert_same(text)


def test_each_character_of_the_first_plane() -> None:
    every = [chr(code) for code in range(0x10000)]
    tokenizer = Tokenizer(RESERVED + [character.lower() for character in every])
    for character in every:
        encodings = tokenizer.encode(character), tokenizer._encode_by_expression(character)
        assert columns(encodings[0]) == columns(encodings[1]), ascii(character)


def test_the_tables_of_characters() -> None:
    kinds, lower = _characters()
    assert len(kinds) == len(lower)
    for code in set(range(len(kinds))) - set(map(ord, _HARD)):
        character = chr(code)
        assert (kinds[code] == DIGIT) == character.isdecimal(), hex(code)
        assert (kinds[code] == LETTER) == (character.isalnum() and not character.isdecimal())
        assert chr(lower[code]) == character.lower()


@pytest.mark.parametrize("text", ["good 😀", "\ud800", "Über ﬁlm", "𝔘", "", "👩‍👩‍👧"])
def test_read_compiled(text: str) -> None:
    assert WordTable([], UNKNOWN).find(text) is not None


@pytest.mark.parametrize("text", ["ΣΑΣ", "İ", "good 𠀀", "\U0010ffff"])
def test_left_to_the_expression(text: str) -> None:
    assert WordTable([], UNKNOWN).find(text) is None


def test_a_large_vocabulary() -> None:
    words = [
        f"{a}{b}'{c}" for a in "abcdefghij" for b in "klmnopqrst" for c in map(chr, range(97, 123))
    ]
    found = WordTable(words, -7).find(" ".join([*words, "absent"]))
    assert found is not None
    np.testing.assert_array_equal(found[0], [*range(len(words)), -7])


def test_words_of_one_place_are_told_apart() -> None:
    home, other = 3 << 33, 1 << 50  # the bits that say where to look first, and some above
    table = np.zeros(8, np.uint64)
    for place, bits, number in (3, home, 0), (4, home | other, 1):
        table[place] = bits | (number + 1)
    assert _find(np.uint64(home), table, 9) == 0
    assert _find(np.uint64(home | other), table, 9) == 1
    assert _find(np.uint64(home | other << 1), table, 9) == 9
