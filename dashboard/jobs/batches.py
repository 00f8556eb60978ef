"""Cuts texts into requests that the API takes, and asks about a few of them at once."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from model.contract.limits import MAX_REVIEWS
from model.contract.schema import PredictionResponse, Review

Ask = Callable[[list[Review]], PredictionResponse]
_AT_ONCE = 4


@dataclass(frozen=True)
class Size:
    """What one request holds at most. One review alone may be longer, as the API allows it."""

    reviews: int
    characters: int


# In bytes, JSON makes at most six of a character, so this stays below MAX_BODY_BYTES.
LARGE = Size(MAX_REVIEWS, 300_000)
# For a few reviews, which several requests at once are to share; and for explanations, which
# answer a character with 13 bytes and at worst 27, where a Lambda may answer 6 MB.
SMALL = Size(50, 200_000)


def asked(reviews: Iterable[Review], ask: Ask) -> list[PredictionResponse]:
    """A few reviews, all at once. Raises what `ask` raises."""
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        return list(threads.map(ask, batches(reviews, SMALL)))


def batches(reviews: Iterable[Review], size: Size = LARGE) -> Iterator[list[Review]]:
    batch: list[Review] = []
    n_characters = 0
    for review in reviews:
        n_with_it = n_characters + len(review.text)
        if batch and (len(batch) >= size.reviews or n_with_it > size.characters):
            yield batch
            batch, n_characters = [], 0
        batch.append(review)
        n_characters += len(review.text)
    if batch:
        yield batch
