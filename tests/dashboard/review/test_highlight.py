"""Highlighted words: the text stays the text, and nothing in it is ever markup."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from dashboard.review.highlight import as_html
from model.contract.schema import Explanation, WordShare
from tests.columns import columns


@st.composite
def explanations(draw: st.DrawFn) -> Explanation:
    pieces = draw(st.lists(st.text("ab<>&\"' \n;/=", min_size=1, max_size=8), max_size=8))
    shares = st.floats(-5, 5)
    words, text = [], ""
    for piece in pieces:
        if draw(st.booleans()):
            words.append(
                WordShare(
                    start=len(text), end=len(text) + len(piece), share=draw(shares), so_far=0.5
                )
            )
        text += piece
    return Explanation(
        text=text, altered=[], baseline=0, logit=0, words=columns(words), sentences=[]
    )


@given(explanations())
def test_the_text_is_whole_and_inert(explanation: Explanation) -> None:
    text_alone = re.sub(r'<span class="only-read">[^<>]*</span>', "", as_html(explanation))
    shown = re.sub(r"<(?:div|mark) [^<>]*>|</(?:div|mark)>", "", text_alone)
    assert "<" not in shown
    assert html.unescape(shown) == explanation.text


def test_the_strongest_word_of_a_faint_review_is_faint() -> None:
    faint = [WordShare(start=0, end=4, share=0.5, so_far=0.6)]
    shown = as_html(
        Explanation(
            text="Fine", altered=[], baseline=0, logit=0, words=columns(faint), sentences=[]
        )
    )
    assert "--strength: 0.50" in shown


def test_strong_words_are_marked_by_colour_and_line_and_weak_ones_are_not() -> None:
    words = [
        WordShare(start=0, end=4, share=2.0, so_far=0.9),
        WordShare(start=5, end=8, share=-1.5, so_far=0.6),
        WordShare(start=9, end=12, share=0.1, so_far=0.6),
    ]
    marked = as_html(
        Explanation(
            text="good bad the", altered=[], baseline=0, logit=0, words=columns(words), sentences=[]
        )
    )
    good, bad = re.findall(r"<mark[^>]*>", marked)
    assert 'class="word positive"' in good
    assert 'data-says="+2.00, positive"' in good
    assert 'class="word negative"' in bad
    assert 'data-says="−1.50, negative"' in bad
    assert "(−1.50, negative)</span></mark>" in marked  # for who cannot point at it
    assert ('tabindex="0"' in good, 'tabindex="0"' in bad) == (True, False)
    assert marked.endswith("the</div>")


def test_grammar_and_points_are_not_coloured_over_what_tells() -> None:
    words = [
        WordShare(start=0, end=3, share=-0.52, so_far=0.5),
        WordShare(start=4, end=9, share=-0.09, so_far=0.5),
        WordShare(start=10, end=14, share=-0.2, so_far=0.4),
        WordShare(start=15, end=18, share=-0.3, so_far=0.4),
        WordShare(start=18, end=19, share=-0.6, so_far=0.3),
    ]
    shown = as_html(
        Explanation(
            text="The walls thin not.", altered=[], baseline=0, logit=0, words=columns(words),
            sentences=[],
        )
    )  # fmt: skip
    assert re.findall(r"<mark[^>]*>([^<]+)", shown) == ["thin", "not"]
    assert shown.startswith('<div class="words">The walls <mark')
