"""Requests stay within what the API takes, and no review is lost between them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.jobs.batches import SMALL, batches
from model.contract.limits import MAX_BODY_BYTES, MAX_CHARACTERS, MAX_REVIEWS
from model.contract.schema import PredictionRequest, Review

LENGTHS = st.lists(st.integers(1, MAX_CHARACTERS), max_size=100)


@settings(max_examples=25)
@given(LENGTHS, st.sampled_from(["a", "\x01", "映", '"']))
def test_each_request_is_within_the_limits(lengths: list[int], character: str) -> None:
    reviews = [Review(id=str(i), text=character * n) for i, n in enumerate(lengths)]
    cut = list(batches(reviews))
    assert [review for batch in cut for review in batch] == reviews
    for batch in cut:
        assert 1 <= len(batch) <= MAX_REVIEWS
        body = PredictionRequest(reviews=batch, explain=False).model_dump_json().encode()
        assert len(body) < MAX_BODY_BYTES


def test_short_reviews_fill_a_request() -> None:
    reviews = [Review(id=str(i), text="good") for i in range(2 * MAX_REVIEWS + 2)]
    assert [len(batch) for batch in batches(reviews)] == [MAX_REVIEWS, MAX_REVIEWS, 2]


def test_a_few_reviews_can_be_shared_by_several_requests() -> None:
    reviews = [Review(id=str(i), text="good") for i in range(200)]
    assert [len(batch) for batch in batches(reviews, SMALL)] == [50] * 4
