"""Tokens, their places, and the vocabulary."""

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.text.tokenizer import UNKNOWN, Tokenizer, split

TEXTS = ["The film was good.", "The film was bad!", "It's the 8/10 film"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("It's GREAT!!", ["it's", "great", "!!"]),
        ("8/10, or 3.5/5?", ["8/10", ",", "or", "3.5/5", "?"]),
        ("well-made... not", ["well", "-", "made", "...", "not"]),
        ("café über 好片", ["café", "über", "好片"]),
        ("a_b 🚀", ["a", "b"]),
        ("Died 10/10/2024, 3.5.24 or 2024-10-10: 1-800-555", ["died", ",", "or", ":"]),
        ("v2.1 1/2-3/4 8/10.", ["v", "2.1", "1/2", "-", "3/4", "8/10", "."]),
        ("$49.99, 1,200 or 7,5/10.", ["$", "49.99", ",", "1,200", "or", "7,5/10", "."]),
        ("1,200,000 since 3, 4", ["since", "3", ",", "4"]),
        ("★★★★☆ ⭐⭐, 5 ⭐", ["★★★★☆", "⭐⭐", ",", "5", "⭐"]),
        ("good👍👍🏽 ❤️🙄", ["good", "👍", "👍", "❤", "🙄"]),
    ],
)
def test_split(text: str, tokens: list[str]) -> None:
    assert split(text) == tokens


@given(st.text())
def test_spans_are_the_tokens(text: str) -> None:
    encoding = Tokenizer(["<padding>", "<unknown>"]).encode(text)
    spans = zip(encoding.starts, encoding.ends, strict=True)
    assert [text[a:b].lower() for a, b in spans] == split(text)
    assert len(encoding.ids) == len(encoding.starts)


def test_fit_keeps_the_most_frequent_words() -> None:
    tokenizer = Tokenizer.fit(TEXTS, size=5)
    assert tokenizer.words == ["<padding>", "<unknown>", "film", "the", "was"]
    assert tokenizer.encode("The film stank").ids.tolist() == [3, 2, UNKNOWN]


def test_of_equal_words_the_last_counts() -> None:
    tokenizer = Tokenizer(["<padding>", "<unknown>", "film", "was", "film"])
    assert tokenizer.encode("Film was").ids.tolist() == [4, 3]


@pytest.mark.parametrize("text", ["", " ", "_", "'", "\ud800", "🚀"])
def test_a_text_without_words(text: str) -> None:
    encoding = Tokenizer(["<padding>", "<unknown>"]).encode(text)
    for column in (encoding.ids, encoding.starts, encoding.ends):
        assert column.dtype == np.int32
        assert column.shape == (0,)


# Numba not installed, or switched off.
@pytest.mark.parametrize(
    ("before", "environment"),
    [("import sys; sys.modules['numba'] = None", {}), ("", {"NUMBA_DISABLE_JIT": "1"})],
)
def test_without_a_compiler(before: str, environment: dict[str, str]) -> None:
    script = f"""{before}
from model.text.tokenizer import COMPILED, Tokenizer
encoding = Tokenizer(["<padding>", "<unknown>", "8/10", "it's"]).encode("It's 8/10 İ!")
print(COMPILED, encoding.ids.tolist(), encoding.starts.tolist(), encoding.ends.tolist())
"""
    printed = subprocess.check_output(
        [sys.executable, "-W", "error", "-c", script], text=True, env=os.environ | environment
    )
    assert printed == "False [3, 2, 1, 1] [0, 5, 10, 11] [4, 9, 11, 12]\n"
