"""The error tree renders as RFC 9457 problems."""

import pytest

from model.contract import errors
from model.contract.limits import MAX_CHARACTERS
from model.contract.review import clean_review
from model.contract.schema import FieldError


def tree(root: type[errors.SentimentError]) -> list[type[errors.SentimentError]]:
    return [root, *(leaf for child in root.__subclasses__() for leaf in tree(child))]


LEAVES = [kind for kind in tree(errors.SentimentError) if not kind.__subclasses__()]


@pytest.mark.parametrize("kind", LEAVES)
def test_every_error_is_a_whole_problem(kind: type[errors.SentimentError]) -> None:
    problem = errors.problem(kind(), instance="request-1")
    assert problem.type.endswith(problem.code)
    assert 400 <= problem.status < 600
    assert problem.title
    assert problem.detail.endswith((".", "}"))
    assert problem.instance == "request-1"


def test_codes_differ() -> None:
    codes = [kind.code for kind in LEAVES]
    assert len(set(codes)) == len(codes)


def test_fields_are_listed() -> None:
    fields = [FieldError(pointer="/explain", detail="must be true or false")]
    assert errors.problem(errors.InvalidRequest(fields=fields)).errors == fields


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", errors.EmptyReview),
        (" \n\t ", errors.EmptyReview),
        ("<br />\u200b", errors.EmptyReview),
        ("...", errors.NoWords),
        ("🚀 🍕", errors.NoWords),
        ("12345", errors.NoWords),
        ("10/10/2023", errors.NoWords),
        ("x" * (MAX_CHARACTERS + 1), errors.ReviewTooLong),
        ("\ufdfa" * (MAX_CHARACTERS // 2), errors.ReviewTooLong),  # one becomes eighteen letters
    ],
)
def test_reviews_that_cannot_be_judged(text: str, kind: type[errors.ReviewError]) -> None:
    with pytest.raises(kind):
        clean_review(text)


def test_a_review_that_is_too_long_hears_by_how_much() -> None:
    with pytest.raises(errors.ReviewTooLong) as caught:
        clean_review("x" * 20_001)
    assert (
        caught.value.detail == "The review has 20,001 characters; the limit is 20,000. Shorten it."
    )


@pytest.mark.parametrize(
    "text", ["8/10", "3.5/5", "1/2/3 and 8/10", "★★★☆☆", "⭐", "好", "x" * MAX_CHARACTERS, "Ok."]
)
def test_reviews_that_can(text: str) -> None:
    assert clean_review(text).text == text
