"""What may be judged: the checks that every layer makes of one review, in one place."""

import re

from model.contract.clean import Cleaned, clean
from model.contract.emoji import FEELINGS, STARS
from model.contract.errors import EmptyReview, NoWords, ReviewError, ReviewTooLong
from model.contract.limits import MAX_CHARACTERS
from model.contract.schema import Failure, Review

# A letter of any script, a score such as 8/10 (no date), stars, or an emoji of a feeling.
_JUDGEABLE = re.compile(rf"[^\W\d_]|(?<![\d./-])\d+(?:\.\d+)?/\d+(?!/?\d)|[{FEELINGS}{STARS}]")


def clean_review(text: str) -> Cleaned:
    """Clean one review for the network.

    Raises ReviewTooLong, EmptyReview or NoWords, each a ReviewError.
    """
    check_length(text)
    cleaned = clean(text, MAX_CHARACTERS)
    check_length(cleaned.text)  # one compatibility character can become eighteen
    if not cleaned.text:
        raise EmptyReview
    if not _JUDGEABLE.search(cleaned.text):
        raise NoWords
    return cleaned


def clean_reviews(reviews: list[Review]) -> tuple[dict[int, Cleaned], dict[int, Failure]]:
    """By position: the reviews that can be judged, cleaned, and the failures of the others."""
    texts: dict[int, Cleaned] = {}
    failures: dict[int, Failure] = {}
    for i, review in enumerate(reviews):
        try:
            texts[i] = clean_review(review.text)
        except ReviewError as error:
            failures[i] = Failure(id=review.id, error=error.item())
    return texts, failures


def check_length(text: str) -> None:
    """Raises ReviewTooLong."""
    if len(text) > MAX_CHARACTERS:
        raise ReviewTooLong(
            f"The review has {len(text):,} characters; the limit is {MAX_CHARACTERS:,}. Shorten it."
        )
