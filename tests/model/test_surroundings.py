"""What exports, forms and telephones put around a review: it turns no sure verdict by itself."""

import pytest

from model.behaviour import load_cases
from model.contract.schema import Prediction
from model.predict import Predictor

PLAIN = [case for case in load_cases() if case.kind == "plain"]


def judged(predictor: Predictor, texts: list[str]) -> list[Prediction]:
    return [one for one in predictor.predict_texts(texts) if isinstance(one, Prediction)]


@pytest.mark.parametrize(
    "form",
    [
        "{} I paid $49.99.", "{} 10/10/2023", "{} That was $1,250.", "USB 3.0. {}", "{} Size 8/10.",
        "{} Best regards, Eve", "{} Thank you.", "Good morning, {}", "so yeah {} you know",
        "1. {}", "*{}*", "{} https://example.com/a?b=1", "Verified Purchase {}",
        "{} Response from the owner: Thank you for your feedback.",
    ],
)  # fmt: skip
def test_what_stands_around_a_review_decides_nothing(shipped: Predictor, form: str) -> None:
    alone = judged(shipped, [case.text for case in PLAIN])
    framed = judged(shipped, [form.format(case.text) for case in PLAIN])
    sure = [pair for pair in zip(alone, framed, strict=True) if not pair[0].uncertain]
    turned = [b for a, b in sure if not b.uncertain and b.sentiment != a.sentiment]
    assert len(sure) > 200
    assert len(turned) <= 0.02 * len(sure)


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("5.0 out of 5 stars", "positive"),
        ("1.0 out of 5 stars Broke within a week", "negative"),
        ("My dentist is the calmest man alive ⭐️⭐️⭐️⭐️⭐️", "positive"),
        ("★ ★ ★ ★ ★ Back in June for sure", "positive"),
        ("The parcel lay in the rain. Recommended: No", "negative"),
        ("Complaints: none", "positive"),
        ("What was good: nothing. What was bad: the smell in the hall.", "negative"),
        ("The soup was cold ❌", "negative"),
    ],
)
def test_forms_are_read_as_they_are_meant(shipped: Predictor, text: str, sentiment: str) -> None:
    (answer,) = judged(shipped, [text])
    assert answer.sentiment == sentiment
