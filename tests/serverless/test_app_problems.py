"""Every error is a problem (RFC 9457) with its status, a correlation id, and a plain sentence."""

import codecs
import json

import pytest

from model.contract.errors import (
    BodyTooLarge,
    InternalError,
    ModelFailed,
    ModelTimeout,
    ModelUnavailable,
    SentimentError,
)
from model.contract.limits import MAX_BODY_BYTES, MAX_REVIEWS
from model.contract.schema import Problem
from tests.serverless.stand_ins import Api, WordEndpoint, event, failing

GOOD = {"reviews": [{"id": "r1", "text": "A good film."}]}


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "not json",
        '{"reviews": [{"id": "r1", "text": "\\ud800"}]}',
        "[" * 100_000,
        b"\xff\xfe{}",
        '{"reviews": "\ud800"}',
    ],
    ids=["empty", "cut", "words", "surrogate", "nested", "not UTF-8", "raw surrogate"],
)
def test_what_is_no_json_is_malformed(api: Api, endpoint: WordEndpoint, body: str | bytes) -> None:
    reply = api.post(body)
    assert (reply.status, reply.json["code"]) == (400, "malformed_body")
    assert endpoint.asked == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/reviews"),
        ({"reviews": []}, "/reviews"),
        ({"reviews": [GOOD["reviews"][0]] * (MAX_REVIEWS + 1)}, "/reviews"),
        ({"reviews": [{"id": "r1"}]}, "/reviews/0/text"),
        ({"reviews": [{"id": "", "text": "x"}]}, "/reviews/0/id"),
        ({"reviews": [{"id": 7, "text": "x"}]}, "/reviews/0/id"),
        ({**GOOD, "explian": True}, "/explian"),
        ({**GOOD, "a/b~c": 1}, "/a~1b~0c"),
        ({**GOOD, "explain": "yes"}, "/explain"),
        ([], ""),
        (None, ""),
    ],
)
def test_what_breaks_the_schema_is_pointed_at(api: Api, body: object, pointer: str) -> None:
    reply = api.post(body)
    assert (reply.status, reply.json["code"]) == (422, "invalid_request")
    assert [each["pointer"] for each in reply.json["errors"]] == [pointer]
    assert all(each["detail"].endswith(".") for each in reply.json["errors"])


@pytest.mark.parametrize(
    ("body", "content_type", "detail"),
    [
        (b"\xff", "text/plain", "The body is not valid UTF-8. Send the review as UTF-8."),
        ("\ud800", None, "The body is not valid UTF-8. Send it as UTF-8."),
        (
            "x" * (MAX_BODY_BYTES + 1),
            None,
            "The body has 2,000,001 bytes; the limit is 2,000,000. Send the reviews in several ",
        ),
        ("x", "x" * 101, f"'{'x' * 100}' is not supported. Send application/json, or "),
        ("{", None, 'EOF while parsing an object at line 1 column 1. Send a JSON object: {"rev'),
    ],
)
def test_the_sentence_says_what_to_do(
    api: Api, body: str | bytes, content_type: str | None, detail: str
) -> None:
    problem = api.post(body, content_type).json
    assert problem["detail"].replace("Invalid JSON: ", "").startswith(detail)


def test_what_has_nothing_to_say_is_left_out(api: Api) -> None:
    assert set(api.post("{").json) == {"type", "title", "status", "detail", "code", "instance"}


def test_what_is_missing_or_unknown_is_said_in_our_words(api: Api) -> None:
    errors = api.post({"reviews": [{"id": "r1"}], "explian": True}).json["errors"]
    sentences = ["This field is required.", "There is no field of this name."]
    assert [each["detail"] for each in errors] == sentences


def test_a_thousand_wrong_fields_make_a_short_answer(api: Api) -> None:
    reply = api.post({f"{'wrong' * 1000}{i}": 1 for i in range(300)})
    assert len(reply.json["errors"]) == 20
    assert len(reply.text) < 10_000


def test_a_body_just_at_the_limit_is_read_and_one_byte_more_is_not(api: Api) -> None:
    spare = MAX_BODY_BYTES - len(json.dumps(GOOD))
    assert api.post(json.dumps(GOOD) + " " * spare).status == 200
    reply = api.post(json.dumps(GOOD) + " " * (spare + 1))
    assert (reply.status, reply.json["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    "content_type", [None, "application/json", "Application/JSON; charset=utf-8"]
)
def test_content_types_that_mean_json(api: Api, content_type: str | None) -> None:
    assert api.post(json.dumps(GOOD).encode(), content_type).status == 200


@pytest.mark.parametrize("content_type", ["text/html", "application/xml", "nonsense"])
def test_other_content_types_are_refused(api: Api, content_type: str) -> None:
    reply = api.post(GOOD, content_type)
    assert (reply.status, reply.json["code"]) == (415, "unsupported_media_type")
    assert content_type in reply.json["detail"]


@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_another_charset_is_refused_rather_than_read_as_something_else(api: Api, kind: str) -> None:
    """“can’t” would lose its apostrophe, and with it its meaning."""
    curly = json.dumps(GOOD).encode("cp1252")
    reply = api.post(curly, f'{kind}; charset="Windows-1252"')
    assert (reply.status, reply.json["code"]) == (415, "unsupported_media_type")
    assert "windows-1252" in reply.json["detail"]
    assert api.post(curly, f"{kind}; Charset=UTF-8").status == 200


def test_a_byte_order_mark_before_the_json_is_ignored(api: Api) -> None:
    assert api.post(codecs.BOM_UTF8 + json.dumps(GOOD).encode()).status == 200


@pytest.mark.parametrize("path", ["/", "/v1/predictions/", "/v1/Health"])
def test_other_addresses(api: Api, path: str) -> None:
    reply = api.get(path)
    assert (reply.status, reply.content_type) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("GET", "/v1/predictions", "POST"), ("DELETE", "/v1/health", "GET")],
)
def test_other_methods(api: Api, method: str, path: str, allowed: str) -> None:
    reply = api.send(event(method, path))
    assert (reply.status, reply.content_type) == (405, "application/problem+json")
    assert reply.headers["allow"] == allowed


@pytest.mark.parametrize(
    ("error", "status", "retry_after"),
    [
        (ModelUnavailable(), 503, "2"),
        (ModelTimeout(), 504, None),
        (ModelFailed(), 502, None),
        (InternalError(), 500, None),
    ],
)
def test_the_endpoints_errors(error: SentimentError, status: int, retry_after: str | None) -> None:
    reply = failing(error).post(GOOD)
    assert (reply.status, reply.json["code"]) == (status, error.code)
    assert reply.headers.get("retry-after") == retry_after


def test_a_defect_tells_the_caller_nothing_of_its_inside() -> None:
    reply = failing(ZeroDivisionError("the secret inside")).post(GOOD)
    assert (reply.status, reply.json["code"]) == (500, "internal_error")
    assert "secret" not in reply.text
    assert "Zero" not in reply.text


@pytest.mark.parametrize(
    "error", [ModelUnavailable(), ModelTimeout(), ModelFailed(), BodyTooLarge("Too much.")]
)
def test_health_without_a_model_is_503(error: SentimentError) -> None:
    reply = failing(error).get("/v1/health")
    assert reply.status == 503
    assert reply.json["detail"] == error.detail
    assert reply.headers["retry-after"] == "2"


def test_health_names_the_model(api: Api) -> None:
    reply = api.get("/v1/health")
    assert reply.status == 200
    assert reply.json == {"status": "ok", "model": {"name": "one-word", "version": "1"}}


def test_every_answer_carries_the_correlation_id(api: Api) -> None:
    problem = Problem.model_validate_json(api.post("{").text)
    assert problem.instance == "JKJaXmPLvHcESHA="
    for reply in (api.post(GOOD), api.post("{"), api.get("/openapi.json"), api.get("/no")):
        assert reply.headers["x-correlation-id"] == "JKJaXmPLvHcESHA="
