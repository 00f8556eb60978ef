"""Cuts texts into requests that the API takes."""

from collections.abc import Iterable, Iterator

from model.contract.limits import MAX_BODY_BYTES, MAX_REVIEWS
from model.contract.schema import Review

# A request of long reviews has to be answered in time even when seven others wait before it.
MAX_CHARACTERS_OF_BATCH = 64_000
_ENVELOPE_BYTES = 100  # what stands around the reviews in the JSON of a request


def batches(reviews: Iterable[Review], max_reviews: int = MAX_REVIEWS) -> Iterator[list[Review]]:
    batch: list[Review] = []
    n_bytes = n_characters = 0
    for review in reviews:
        size = len(review.model_dump_json().encode()) + 1
        is_full = (
            len(batch) >= max_reviews
            or _ENVELOPE_BYTES + n_bytes + size >= MAX_BODY_BYTES
            or n_characters + len(review.text) > MAX_CHARACTERS_OF_BATCH
        )
        if batch and is_full:
            yield batch
            batch, n_bytes, n_characters = [], 0, 0
        batch.append(review)
        n_bytes += size
        n_characters += len(review.text)
    if batch:
        yield batch
