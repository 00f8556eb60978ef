"""The strip of sentences: in reading order, each with its sign, its length and its number."""

import html
import re

from dashboard.review import sentence_strip
from model.contract.schema import Explanation, SentenceShare
from tests.columns import columns

TEXT = "Good <b>fun</b>. Bad, bad, bad end."
SENTENCES = [
    SentenceShare(start=0, end=16, share=1.0),
    SentenceShare(start=17, end=35, share=-2.0),
]


def explained(text: str, sentences: list[SentenceShare]) -> Explanation:
    return Explanation(
        text=text, altered=[], baseline=0, logit=0, words=columns([]), sentences=sentences
    )


def test_sentences_stand_in_reading_order_with_sign_length_and_number() -> None:
    shown = sentence_strip.as_html(explained(TEXT, SENTENCES))
    first, second = re.findall(r'<div role="listitem"([^>]*)>', shown)
    assert 'class="positive"' in first
    assert "--strength: 0.50; --length: 16" in first
    assert html.unescape(first).find("+1.00, positive: Good <b>fun</b>.") > 0
    assert 'class="negative"' in second
    assert "--strength: 1.00; --length: 18" in second
    assert "<b>" not in shown


def test_the_extremes_are_quoted_once_each() -> None:
    quotes = sentence_strip.extremes(explained(TEXT, SENTENCES))
    assert quotes.count('class="quote') == 2
    assert "<b>" not in quotes
    alone = sentence_strip.extremes(explained(TEXT, SENTENCES[:1]))
    assert alone.count('class="quote') == 1


def test_of_sentences_on_one_side_those_that_say_most_are_quoted() -> None:
    bad = [
        SentenceShare(start=i * 5, end=i * 5 + 4, share=share)
        for i, share in enumerate((-2.0, -0.7, -3.0))
    ]
    quotes = sentence_strip.extremes(explained("Worn Back Grim ", bad))
    assert re.findall(r"“(\w+)”", quotes) == ["Worn", "Grim"]


def test_a_long_sentence_is_cut_and_one_of_no_weight_is_shown() -> None:
    text = "word " * 100
    shown = sentence_strip.as_html(
        explained(text, [SentenceShare(start=0, end=len(text), share=0)])
    )
    assert "…" in shown
    assert "--strength: 0.00" in shown
