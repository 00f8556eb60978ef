"""What is wrong with a request is told in few and plain words."""

import json

import pytest
from pydantic import ValidationError

from model.contract.errors import BodyTooLarge, InvalidRequest
from model.contract.limits import MAX_LINES
from model.contract.lines import JSON_LINES
from model.contract.refusal import in_a_sentence, refusal
from model.contract.schema import PredictionRequest, Review
from model.inference import JSON, input_fn

MISSPELT: dict[str, object] = {"\n" + "canary" * 99 + str(i): 0 for i in range(999)}
WRONG: dict[str, object] = {"reviews": [{}] * 200} | MISSPELT


def refused(body: str) -> InvalidRequest:
    with pytest.raises(ValidationError) as caught:
        PredictionRequest.model_validate_json(body)
    return refusal(caught.value)


def test_the_fields_become_a_sentence() -> None:
    body = '{"reviews": [{"id": "r1", "text": "good", "stars": 5}], "explain": 1}'
    assert in_a_sentence(refused(body)) == (
        "The request does not follow the schema: /reviews/0/stars: There is no field of this name; "
        "/explain: Input should be a valid boolean."
    )


def test_what_is_no_object_has_a_pointer_too() -> None:
    assert in_a_sentence(refused("[]")).startswith("The request does not follow the schema: /: ")


def test_what_is_not_json_says_where() -> None:
    assert in_a_sentence(refused("{")).startswith("Invalid JSON: EOF while parsing")


@pytest.mark.parametrize("body", ["{", "[]", json.dumps(WRONG)])
def test_the_model_answers_in_one_short_line(body: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        input_fn(body, JSON)
    detail = caught.value.detail
    assert (caught.value.status, str(caught.value)) == (422, detail)
    assert "\n" not in detail
    assert "http" not in detail
    assert len(detail) < 6_000


def test_no_request_of_reviews_has_too_many_lines() -> None:
    shortest = Review(id="0", text="").model_dump_json() + "\n"
    assert len(shortest) * MAX_LINES > 6 * 1024**2  # what a real-time endpoint accepts
    lines = input_fn("\n" * MAX_LINES, JSON_LINES)
    assert isinstance(lines, list)
    assert len(lines) == MAX_LINES


@pytest.mark.parametrize("newline", ["\n", b"\n"])
def test_more_lines_are_refused(newline: str | bytes) -> None:
    with pytest.raises(BodyTooLarge, match="300,001 lines; the limit is 300,000"):
        input_fn(newline * (MAX_LINES + 1), JSON_LINES)
