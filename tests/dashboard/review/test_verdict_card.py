"""The verdict as HTML: its words, its number, its place between the sides."""

import re

import pytest

from dashboard.review import verdict_card
from model.contract.schema import Prediction, Sentiment, Tokens


def prediction(probability: float, sentiment: Sentiment, uncertain: bool = False) -> Prediction:
    return Prediction(
        id="r", sentiment=sentiment, probability=probability, flags=[], uncertain=uncertain,
        confidence=max(probability, 1 - probability), tokens=Tokens(read=9, total=9),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "tone", "bar", "place"),
    [
        (prediction(0.9, "positive"), "positive", "left: 50.0%; width: 40.0%", "left: 90.0%"),
        (prediction(0.1, "negative"), "negative", "left: 10.0%; width: 40.0%", "left: 10.0%"),
        (prediction(0.5, "positive", True), "uncertain", "left: 50.0%; width: 0.0%", "left: 50.0%"),
    ],
)
def test_the_scale_shows_side_and_place(given: Prediction, tone: str, bar: str, place: str) -> None:
    shown = verdict_card.as_html(given)
    assert f'class="verdict {tone}"' in shown
    assert f'style="{bar}"' in shown
    assert f'class="scale-dot" style="{place}"' in shown
    says = f"{round(100 * given.confidence)}% likely {given.sentiment}"
    assert f'aria-label="{says}"' in shown
    assert "alert" not in shown
    announced = verdict_card.announced(given, 'A "fine" <b>film')
    assert re.search(rf'role="alert" [^<>]*>[A-Z][a-z ]+, {says}\.<', announced)
    assert 'data-verdict-of="A &quot;fine&quot; &lt;b&gt;film"' in announced


def test_what_cannot_be_read_has_no_number() -> None:
    given = prediction(0.6, "positive", uncertain=True)
    assert "60%" in verdict_card.as_html(given)
    unread = given.model_copy(update={"flags": ["unknown_words"]})
    for shown in (verdict_card.as_html(unread), verdict_card.announced(unread, "zxq")):
        assert "Hard to tell" in shown
        assert "%" not in shown
