"""Where sentences begin and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.text import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Good. Bad!", ["Good.", "Bad!"]),
        ("No stop", ["No stop"]),
        ('He said "Run!" Then I left.', ['He said "Run!"', "Then I left."]),
        ("One line\n\nanother", ["One line", "another"]),
        ("8.5 of 10... maybe", ["8.5 of 10...", "maybe"]),
        ("", []),
    ],
)
def test_spans(text: str, expected: list[str]) -> None:
    assert [text[a:b].strip() for a, b in sentences.spans(text)] == expected


@given(st.text(alphabet="ab.!? \n\"'"))
def test_nothing_is_lost_or_twice(text: str) -> None:
    joined = "".join(text[a:b] for a, b in sentences.spans(text))
    assert "".join(joined.split()) == "".join(text.split())
