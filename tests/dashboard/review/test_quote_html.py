"""Quotes: the words in question stand out, and nothing of a text becomes markup."""

import pytest

from dashboard.review.quote_html import Quote, as_html, marked, shortened


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The Front  desk.", "front desk", "The <mark>Front  desk</mark>."),
        ("Rooms, room and roommate", "room", "<mark>Rooms</mark>, <mark>room</mark> and roommate"),
        ("a <b>room</b> & more", "room", "a &lt;b&gt;<mark>room</mark>&lt;/b&gt; &amp; more"),
        ("so schön, schöner", "schön", "so <mark>schön</mark>, schöner"),
        ("nothing here", "", "nothing here"),
        ("a.b", ".*", "a.b"),
    ],
)
def test_words_are_marked_as_they_stand(text: str, words: str, expected: str) -> None:
    assert marked(text, words) == expected


def test_a_long_quote_is_cut_to_where_its_words_are() -> None:
    text = "far " * 200 + "the front desk was kind " + "off " * 200
    short = shortened(text, "front desk", 120)
    assert "front desk" in short
    assert (short[0], short[-1], len(short)) == ("…", "…", 122)
    assert shortened("short", "front", 120) == "short"


def test_what_stands_below_a_quote_is_text_too() -> None:
    html = as_html([Quote("fine", "Row 1 · <img src=x>", "positive")])
    assert "<img" not in html
    assert 'class="quote positive"' in html
