"""POST /v1/predictions with text/plain: what the original course project's static page sends."""

import pytest

from model.contract.limits import MAX_BODY_BYTES, MAX_CHARACTERS
from tests.serverless.stand_ins import Api, WordEndpoint

PLAIN = "text/plain;charset=UTF-8"  # what a browser's xhr.send(string) says


@pytest.mark.parametrize(("review", "answer"), [("A good film.", "1"), ("A dull film.", "0")])
def test_the_answer_is_a_number(api: Api, review: str, answer: str) -> None:
    reply = api.post(review, PLAIN)
    assert (reply.status, reply.content_type, reply.text) == (200, "text/plain", answer)


def test_a_body_in_base64_is_the_same(api: Api, endpoint: WordEndpoint) -> None:
    assert api.post("Très good.".encode(), PLAIN).text == "1"
    assert endpoint.texts == ["Très good."]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("", 422, "empty_review"),
        ("!!! 🚀", 422, "no_words"),
        ("x" * (MAX_CHARACTERS + 1), 422, "review_too_long"),
        ("x" * (MAX_BODY_BYTES + 1), 413, "body_too_large"),
        (b"\xff\xfe", 400, "malformed_body"),
    ],
    ids=["empty", "no words", "too long", "too large", "not UTF-8"],
)
def test_what_cannot_be_judged_is_a_problem(
    api: Api, endpoint: WordEndpoint, body: str | bytes, status: int, code: str
) -> None:
    reply = api.post(body, PLAIN)
    assert (reply.status, reply.json["code"]) == (status, code)
    assert reply.content_type == "application/problem+json"
    assert endpoint.asked == []
