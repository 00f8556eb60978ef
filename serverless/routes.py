"""What each address of the API does: a call in, an answer out; whatever fails raises its error."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from pydantic import BaseModel

from model.contract import openapi
from model.contract.errors import ModelError, ModelUnavailable, UnsupportedMedia
from model.contract.schema import Health
from serverless.body import media_type, read_request, read_review
from serverless.predict import Endpoint, ask_model_info, predict, predict_one


@dataclass
class Call:
    """One request on its way through."""

    event: APIGatewayProxyEventV2
    deadline: float  # in time.monotonic()
    log: dict[str, Any] = field(default_factory=dict)

    def note_reviews(self, texts: list[str]) -> None:
        """For the log: a review is recognised by its hash, and never written down."""
        self.log["reviews"] = [
            {"hash": hashlib.sha256(text.encode()).hexdigest()[:16], "characters": len(text)}
            for text in texts
        ]


@dataclass(frozen=True)
class Answer:
    """A response, before it takes API Gateway's form."""

    body: str
    content_type: str = "application/json"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def predictions(call: Call, endpoint: Endpoint) -> Answer:
    match media_type(call.event):
        case "application/json":
            return _predict_json(call, endpoint)
        case "text/plain":
            return _predict_plain(call, endpoint)
        case other:
            raise UnsupportedMedia(
                f"{other[:100]!r} is not supported. {UnsupportedMedia.default_detail}"
            )


def _predict_json(call: Call, endpoint: Endpoint) -> Answer:
    request = read_request(call.event)
    call.note_reviews([review.text for review in request.reviews])
    return _json(predict(request, endpoint, call.deadline))


def _predict_plain(call: Call, endpoint: Endpoint) -> Answer:
    """For the static page of the original course project, which reads the answer as a number."""
    text = read_review(call.event)
    call.note_reviews([text])
    sentiment = predict_one(text, endpoint, call.deadline)
    return Answer("1" if sentiment == "positive" else "0", "text/plain")


def health(call: Call, endpoint: Endpoint) -> Answer:
    try:
        model = ask_model_info(endpoint, call.deadline)
    except ModelError as error:  # to a health check they are all one: it cannot work now
        raise ModelUnavailable(error.detail) from error
    return _json(Health(status="ok", model=model))


def openapi_document(_call: Call, _endpoint: Endpoint) -> Answer:
    return Answer(json.dumps(openapi.document()))


def _json(model: BaseModel) -> Answer:
    return Answer(model.model_dump_json(exclude_none=True))


ROUTES: dict[tuple[str, str], Callable[[Call, Endpoint], Answer]] = {
    ("POST", "/v1/predictions"): predictions,
    ("GET", "/v1/health"): health,
    ("GET", "/openapi.json"): openapi_document,
}
