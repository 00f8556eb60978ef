"""The schema: round trips, and what it refuses."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from model.contract.limits import MAX_REVIEWS
from model.contract.schema import (
    Explanation,
    PredictionRequest,
    PredictionResponse,
    SentenceShare,
    Words,
    WordShare,
)
from tests.columns import columns

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
SHARE = {"start": st.integers(0), "end": st.integers(0), "share": NUMBERS}
WORD = st.builds(WordShare, **SHARE, so_far=st.floats(0, 1))
st.register_type_strategy(Words, st.lists(WORD).map(columns))
st.register_type_strategy(SentenceShare, st.builds(SentenceShare, **SHARE))
st.register_type_strategy(Explanation, st.builds(Explanation, baseline=NUMBERS, logit=NUMBERS))


@pytest.mark.parametrize("schema", [PredictionRequest, PredictionResponse])
@given(data=st.data())
def test_json_round_trip(schema: type[BaseModel], data: st.DataObject) -> None:
    value = data.draw(st.builds(schema))
    assert schema.model_validate_json(value.model_dump_json()) == value


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"reviews": []}, ("reviews",)),
        ({"reviews": [{"id": "a", "text": "x"}] * (MAX_REVIEWS + 1)}, ("reviews",)),
        ({"reviews": [{"id": "", "text": "x"}]}, ("reviews", 0, "id")),
        ({"reviews": [{"id": "a" * 129, "text": "x"}]}, ("reviews", 0, "id")),
        ({"reviews": [{"id": "a", "text": 5}]}, ("reviews", 0, "text")),
        ({"reviews": [{"id": "a", "text": "x", "lang": "en"}]}, ("reviews", 0, "lang")),
        ({"explain": "yes"}, ("explain",)),
        ({"explian": True}, ("explian",)),
    ],
)
def test_refuses(change: dict[str, object], place: tuple[str | int, ...]) -> None:
    request = {"reviews": [{"id": "a", "text": "fine"}]} | change
    with pytest.raises(ValidationError) as error:
        PredictionRequest.model_validate_json(json.dumps(request))
    assert [e["loc"] for e in error.value.errors()] == [place]


def test_columns_are_equally_long() -> None:
    with pytest.raises(ValidationError, match="equally long"):
        TypeAdapter(Words).validate_json(
            '{"start": [0, 2], "end": [1], "share": [0.5], "so_far": [0.7]}'
        )


def test_takes_as_many_reviews_as_it_says() -> None:
    reviews = [{"id": str(i), "text": ""} for i in range(MAX_REVIEWS)]
    assert len(PredictionRequest.model_validate({"reviews": reviews}).reviews) == MAX_REVIEWS
