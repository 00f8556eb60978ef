"""Tokens, their places, and the vocabulary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.tokenizer import UNKNOWN, Tokenizer, split

TEXTS = ["The film was good.", "The film was bad!", "It's the 8/10 film"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("It's GREAT!!", ["it's", "great", "!!"]),
        ("8/10, or 3.5/5?", ["8/10", ",", "or", "3.5/5", "?"]),
        ("well-made... not", ["well", "-", "made", "...", "not"]),
        ("café über 好片", ["café", "über", "好片"]),
        ("a_b 😀", ["a", "b"]),
    ],
)
def test_split(text: str, tokens: list[str]) -> None:
    assert split(text) == tokens


@given(st.text())
def test_spans_are_the_tokens(text: str) -> None:
    encoding = Tokenizer(["<padding>", "<unknown>"]).encode(text)
    assert [text[a:b].lower() for a, b in encoding.spans] == split(text)
    assert len(encoding.ids) == len(encoding.spans)


def test_fit_keeps_the_most_frequent_words() -> None:
    tokenizer = Tokenizer.fit(TEXTS, size=5)
    assert tokenizer.words == ["<padding>", "<unknown>", "film", "the", "was"]
    assert tokenizer.encode("The film stank").ids.tolist() == [3, 2, UNKNOWN]
