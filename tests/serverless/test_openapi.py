"""The document is a valid OpenAPI 3.1, its examples fit it, and real answers do too."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from openapi_spec_validator import validate

from model.contract.errors import InternalError, ModelFailed, ModelTimeout, ModelUnavailable
from model.contract.openapi import document
from serverless.reference import files
from serverless.routes import ROUTES
from tests.serverless.stand_ins import Api, event, failing

DOCUMENT = document()
DOCS = Path(__file__).parents[2] / "docs"


def named_examples(content: dict[str, Any]) -> list[tuple[str, Any]]:
    named = [(name, each["value"]) for name, each in content.get("examples", {}).items()]
    return [*named, ("", content["example"])] if "example" in content else named


EXAMPLES = [
    pytest.param(content["schema"], example, id=f"{where} {media} {name}")
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    for where, part in [
        (f"{method} {path} request", operation.get("requestBody", {})),
        *((f"{method} {path} {status}", r) for status, r in operation["responses"].items()),
    ]
    for media, content in part.get("content", {}).items()
    for name, example in named_examples(content)
]


def validator(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """In Rust, because it knows the `\\p{L}` of OpenAPI's regular expressions."""
    return jsonschema_rs.Draft202012Validator({**schema, "components": DOCUMENT["components"]})


def test_it_is_openapi() -> None:
    validate(DOCUMENT)


def test_it_describes_every_route_and_no_other() -> None:
    described = {(m.upper(), path) for path, methods in DOCUMENT["paths"].items() for m in methods}
    assert described == set(ROUTES)


def test_the_api_serves_it(api: Api) -> None:
    reply = api.get("/openapi.json")
    assert (reply.status, reply.content_type) == (200, "application/json")
    assert reply.json == json.loads(json.dumps(DOCUMENT))


@pytest.mark.parametrize(("schema", "example"), EXAMPLES)
def test_examples_fit_their_schema(schema: dict[str, Any], example: Any) -> None:
    validator(schema).validate(example)


@pytest.mark.parametrize("name", ["two reviews", "with the words that decided"])
def test_an_example_request_is_answered_as_described(api: Api, name: str) -> None:
    operation = DOCUMENT["paths"]["/v1/predictions"]["post"]
    requests = operation["requestBody"]["content"]["application/json"]["examples"]
    reply = api.post(requests[name]["value"])
    described = operation["responses"]["200"]["content"][reply.content_type]
    validator(described["schema"]).validate(reply.json)
    assert [set(item) for item in reply.json["predictions"]] == [
        set(item) for item in described["examples"][name]["value"]["predictions"]
    ]


@pytest.mark.parametrize("name", files())
def test_the_committed_reference_is_what_would_be_written(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == files()[name], "Run python -m serverless.reference."


@pytest.mark.parametrize("review", ["8/10", "Très bien", "日本", "x"])
def test_plain_text_that_fits_its_pattern_is_judged(api: Api, review: str) -> None:
    body = DOCUMENT["paths"]["/v1/predictions"]["post"]["requestBody"]["content"]["text/plain"]
    validator(body["schema"]).validate(review)
    assert api.post(review, "text/plain").status == 200


@pytest.mark.parametrize(
    ("body", "content_type"),
    [("{", None), ("{}", None), ("x" * 2_000_001, None), ("x", "text/html"), ("", "text/plain")],
)
def test_refusals_are_described(api: Api, body: str, content_type: str | None) -> None:
    check_problem(api, "POST", "/v1/predictions", body, content_type)


@pytest.mark.parametrize("error", [ModelUnavailable(), ModelTimeout(), ModelFailed(), KeyError()])
@pytest.mark.parametrize(("method", "path"), [("POST", "/v1/predictions"), ("GET", "/v1/health")])
def test_failures_are_described(error: Exception, method: str, path: str) -> None:
    check_problem(failing(error), method, path, "A good film.", "text/plain")


def check_problem(api: Api, method: str, path: str, body: str, content_type: str | None) -> None:
    reply = api.send(event(method, path, body, content_type))
    described = DOCUMENT["paths"][path][method.lower()]["responses"][str(reply.status)]
    assert reply.content_type in described["content"]
    validator(described["content"][reply.content_type]["schema"]).validate(reply.json)
    assert {name.lower() for name in described["headers"]} == set(reply.headers) - {"content-type"}


def test_an_internal_error_is_described_everywhere() -> None:
    for methods in DOCUMENT["paths"].values():
        for operation in methods.values():
            assert str(InternalError.status) in operation["responses"]
