"""The document is a valid OpenAPI 3.1, its examples fit it, and real answers do too."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from model.contract.errors import InternalError, ModelFailed, ModelTimeout, ModelUnavailable
from model.contract.openapi import document
from serverless.routes import ROUTES
from tests.serverless.stand_ins import Api, event, failing

DOCUMENT = document()
CONTENTS = [
    (f"{where} {media}", content)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    for where, part in [
        (f"{method} {path} request", operation.get("requestBody", {})),
        *((f"{method} {path} {status}", r) for status, r in operation["responses"].items()),
    ]
    for media, content in part.get("content", {}).items()
]


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": DOCUMENT["components"]})


def test_it_is_openapi() -> None:
    validate(DOCUMENT)


def test_it_describes_every_route_and_no_other() -> None:
    described = {(m.upper(), path) for path, methods in DOCUMENT["paths"].items() for m in methods}
    assert described == set(ROUTES)


def test_the_api_serves_it(api: Api) -> None:
    reply = api.get("/openapi.json")
    assert (reply.status, reply.content_type) == (200, "application/json")
    assert reply.json == json.loads(json.dumps(DOCUMENT))


@pytest.mark.parametrize(("where", "content"), CONTENTS, ids=[where for where, _ in CONTENTS])
def test_examples_fit_their_schema(where: str, content: dict[str, Any]) -> None:
    if where == "get /openapi.json 200 application/json":
        return  # this document is its own example
    validator(content["schema"]).validate(content["example"])


def test_the_example_request_is_answered_as_described(api: Api) -> None:
    operation = DOCUMENT["paths"]["/v1/predictions"]["post"]
    request = operation["requestBody"]["content"]["application/json"]["example"]
    reply = api.post(request)
    described = operation["responses"]["200"]["content"][reply.content_type]
    validator(described["schema"]).validate(reply.json)
    assert [set(item) for item in reply.json["predictions"]] == [
        set(item) for item in described["example"]["predictions"]
    ]


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
