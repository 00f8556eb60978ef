"""Cuts texts into requests that the API takes."""

from collections.abc import Iterable, Iterator

from model.contract.limits import MAX_REVIEWS
from model.contract.schema import Review

# A request of long reviews has to be answered in time even when others wait before it. In bytes,
# JSON makes at most six of a character, so this stays far below MAX_BODY_BYTES too.
MAX_CHARACTERS_OF_BATCH = 200_000


def batches(reviews: Iterable[Review]) -> Iterator[list[Review]]:
    batch: list[Review] = []
    n_characters = 0
    for review in reviews:
        is_full = (
            len(batch) >= MAX_REVIEWS or n_characters + len(review.text) > MAX_CHARACTERS_OF_BATCH
        )
        if batch and is_full:
            yield batch
            batch, n_characters = [], 0
        batch.append(review)
        n_characters += len(review.text)
    if batch:
        yield batch
