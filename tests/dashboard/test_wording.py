"""What the model says, in words."""

import html

import pytest
from markdown_it import MarkdownIt

from dashboard import wording
from model.contract.schema import Explanation, Prediction, Sentiment, Tokens, WordShare
from tests.columns import columns


def prediction(confidence: float, sentiment: Sentiment, uncertain: bool = False) -> Prediction:
    probability = confidence if sentiment == "positive" else 1 - confidence
    return Prediction(
        id="r", sentiment=sentiment, probability=probability, confidence=confidence,
        uncertain=uncertain, tokens=Tokens(read=256, total=900), flags=[],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("confidence", "sentiment", "uncertain", "words"),
    [
        (0.99, "positive", False, "Clearly positive"),
        (0.95, "negative", False, "Clearly negative"),
        (0.94, "negative", False, "Probably negative"),
        (0.55, "positive", True, "Hard to tell"),
        (0.99, "positive", True, "Hard to tell"),
    ],
)
def test_the_verdict_in_words(
    confidence: float, sentiment: Sentiment, uncertain: bool, words: str
) -> None:
    assert wording.verdict(prediction(confidence, sentiment, uncertain)) == words


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0%"), (0.0001, "under 1%"), (0.01, "1%"), (0.5, "50%"), (0.995, "over 99%"), (1, "100%")],
)
def test_the_model_is_never_quite_certain(share: float, text: str) -> None:
    assert wording.percent(share) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0.62, 0.7, "62% to 70%"), (0.9, 0.9996, "90% to over 99%"), (0, 1, "0% to 100%"),
        (0.99896, 0.99984, "99.9% to over 99.9%"), (0.612, 0.614, "61.2% to 61.4%"),
        (0.002, 0.008, "0.2% to 0.8%"), (0.5, 0.5, "50% to 50%"),
    ],
)  # fmt: skip
def test_the_ends_of_an_interval_differ(low: float, high: float, text: str) -> None:
    assert wording.between(low, high) == text


def test_what_is_even_leans_to_neither_side() -> None:
    assert wording.meaning(prediction(0.502, "negative", True)) == "It leans to neither side."
    said = "It leans negative: measured on film reviews, about 56 of 100 such were."
    assert wording.meaning(prediction(0.56, "negative", True)).startswith(said)


def test_another_language_is_said_so() -> None:
    foreign = prediction(0.9, "positive").model_copy(update={"flags": ["other_language"]})
    assert "not to be in English" in wording.flags(foreign)[0]
    assert "only reads English" in wording.uncertainty(foreign)
    assert wording.meaning(foreign) == "The model cannot read it, so there is no number."


def test_numbers_read_like_sentences() -> None:
    assert wording.count(1, "row") == "1 row"
    assert wording.count(50_000, "row") == "50,000 rows"
    assert wording.duration(20) == "less than a minute"
    assert wording.duration(61) == "about 1 minute"
    assert wording.duration(7_200) == "about 2 hours"


def test_a_name_is_shown_and_not_read_as_markdown() -> None:
    name = "![x](http://a/b.png) :joy: $x^2$ *b* _i_ <b> &lt; (new).csv"
    assert MarkdownIt().renderInline(wording.escaped(name)) == html.escape(name)


def test_an_uncertain_verdict_says_why() -> None:
    assert "balance: all words together +3.0 against −2.0" in wording.uncertainty(
        with_shares(3.0, -2.0)
    )
    assert "Little in it speaks clearly" in wording.uncertainty(with_shares(0.3, -0.1))
    assert "Little in it speaks clearly" in wording.uncertainty(with_shares())


def with_shares(*shares: float) -> Prediction:
    words = [WordShare(start=i, end=i + 1, share=s, so_far=0.5) for i, s in enumerate(shares)]
    explanation = Explanation(
        text="ab", altered=[], baseline=0, logit=0, words=columns(words), sentences=[]
    )
    return prediction(0.55, "positive", True).model_copy(update={"explanation": explanation})
