"""The API described: an OpenAPI 3.1 document, generated from schema, errors and limits.

`python -m serverless.reference` writes it, and a page made of it, to docs/.
"""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from model.contract.errors import (
    BodyTooLarge,
    InternalError,
    InvalidRequest,
    MalformedBody,
    ModelFailed,
    ModelTimeout,
    ModelUnavailable,
    SentimentError,
    UnsupportedMedia,
    problem,
)
from model.contract.limits import MAX_BODY_BYTES, MAX_CHARACTERS, MAX_REVIEWS
from model.contract.openapi_examples import HEALTH, INPUTS, REQUESTS, RESPONSES, REVIEW
from model.contract.schema import Health, PredictionRequest, PredictionResponse, Problem

_REF = "#/components/schemas/{model}"
_INSTANCE = "JKJaXmPLvHcESHA="
_DESCRIPTION = f"""\
Positive or negative, how sure, and why. Up to {MAX_REVIEWS} reviews of up to {MAX_CHARACTERS:,} \
characters in a request of at most {MAX_BODY_BYTES:,} bytes. Every error of the API's own is a \
problem (RFC 9457); what the gateway before it refuses has a \
`message` alone."""
_CORRELATION_ID = {
    "description": "Name the request by this when you report a fault.",
    "schema": {"type": "string"},
}
_RETRY_AFTER = {
    "description": "Seconds to wait before trying again.",
    "schema": {"type": "integer"},
}
_FROM_MODEL: list[type[SentimentError]] = [ModelFailed, ModelUnavailable, ModelTimeout]
_FROM_BODY: list[type[SentimentError]] = [
    MalformedBody,
    BodyTooLarge,
    UnsupportedMedia,
    InvalidRequest,
]


_GATEWAY_MESSAGE = {
    "type": "object",
    "properties": {"message": {"type": "string"}},
    "required": ["message"],
}
_FROM_GATEWAY = {
    "404": "There is no such address, or it does not take this method",
    "401": "The API key is missing, where one is asked for",
    "403": "The API key is wrong",
    "429": "Too many requests: wait a second (AWS sends no `Retry-After` with it)",
}
_ALSO_FROM_GATEWAY = frozenset({"413", "500", "503"})  # over 10 MB, no Lambda, no room for one
# Of what may be judged (see review.py) all but stars, emoji and scores with decimals.
_LETTER_OR_SCORE = r"\p{L}|(^|[^\d./-])\d+/\d+($|[^\d/])"


def document() -> dict[str, Any]:
    """OpenAPI 3.1 of the whole API, made from the schema."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Review sentiment",
            "version": "1.0.0",
            "description": _DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": {
            "/v1/predictions": {"post": _predictions()},
            "/v1/health": {"get": _health()},
            "/openapi.json": {"get": _openapi()},
        },
        "components": {"schemas": _schemas()},
    }


def _predictions() -> dict[str, Any]:
    review = {
        "schema": {
            "type": "string",
            "minLength": 1,
            "maxLength": MAX_CHARACTERS,
            "pattern": _LETTER_OR_SCORE,
        },
        "example": REVIEW,
    }
    verdict = {"schema": {"type": "string", "enum": ["1", "0"]}, "example": "0"}
    return {
        "operationId": "predict",
        "summary": "Judge reviews",
        "description": INPUTS,
        "requestBody": {
            "required": True,
            "content": {
                "application/json": _json(PredictionRequest, REQUESTS),
                "text/plain": review,
            },
        },
        "responses": {
            "200": _response(
                "One item for each review, in order",
                {"application/json": _json(PredictionResponse, RESPONSES), "text/plain": verdict},
            ),
            **_errors([*_FROM_BODY, *_FROM_MODEL, InternalError]),
        },
    }


def _health() -> dict[str, Any]:
    ok = {"application/json": _json(Health, {"up": HEALTH})}
    return {
        "operationId": "health",
        "summary": "Whether the model answers, and which model it is",
        "responses": {
            "200": _response("The model answers", ok),
            **_errors([ModelUnavailable, InternalError]),
        },
    }


def _openapi() -> dict[str, Any]:
    return {
        "operationId": "openapi",
        "summary": "This document",
        "responses": {
            "200": _response("This document", {"application/json": {"schema": {"type": "object"}}}),
            **_errors([InternalError]),
        },
    }


def _errors(errors: list[type[SentimentError]]) -> dict[str, Any]:
    """Problems, and what API Gateway says in its own words, before the Lambda or for it."""
    problems = {str(error.status): _problem(error()) for error in errors}
    for status in _ALSO_FROM_GATEWAY & problems.keys():
        problems[status]["content"]["application/json"] = {"schema": _GATEWAY_MESSAGE}
    refusals = {
        status: {
            "description": why, "content": {"application/json": {"schema": _GATEWAY_MESSAGE}},
        }
        for status, why in _FROM_GATEWAY.items()
    }  # fmt: skip
    return problems | refusals


def _problem(error: SentimentError) -> dict[str, Any]:
    example = problem(error, instance=_INSTANCE).model_dump(exclude_none=True)
    response = _response(
        error.title, {"application/problem+json": _json(Problem, {error.code: example})}
    )
    if error.retry_after_s is not None:
        response["headers"]["Retry-After"] = _RETRY_AFTER
    return response


def _response(description: str, content: dict[str, Any]) -> dict[str, Any]:
    headers = {"x-correlation-id": _CORRELATION_ID}
    return {"description": description, "headers": headers, "content": content}


def _json(model: type[BaseModel], examples: dict[str, Any]) -> dict[str, Any]:
    named = {name: {"value": example} for name, example in examples.items()}
    return {"schema": {"$ref": _REF.format(model=model.__name__)}, "examples": named}


def _schemas() -> dict[str, Any]:
    models = (PredictionRequest, PredictionResponse, Health, Problem)
    _, schema = models_json_schema([(model, "validation") for model in models], ref_template=_REF)
    definitions: dict[str, Any] = schema["$defs"]
    return definitions
