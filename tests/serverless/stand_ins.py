"""An endpoint that judges by one word, and an API that is spoken to in API Gateway's events."""

import base64
import io
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from aws_lambda_powertools import Logger

from model.contract.errors import SentimentError
from model.contract.schema import (
    Explanation,
    ModelInfo,
    Prediction,
    PredictionRequest,
    PredictionResponse,
    Review,
    Tokens,
)
from serverless.app import App
from serverless.call import Endpoint
from serverless.gateway import Context
from tests.columns import columns

CORRELATION_ID = "JKJaXmPLvHcESHA="  # in the form of API Gateway's request ids
MODEL = ModelInfo(name="one-word", version="1")


def judge(review: Review, *, explain: bool = False) -> Prediction:
    """Positive when the review says "good"."""
    good = "good" in review.text
    n_words = len(review.text.split())
    explanation = Explanation(
        text=review.text,
        altered=[],
        baseline=0.0,
        logit=0.0,
        words=columns([]),
        sentences=[],
    )
    return Prediction(
        id=review.id,
        sentiment="positive" if good else "negative",
        probability=0.9 if good else 0.1,
        confidence=0.9,
        uncertain=False,
        tokens=Tokens(read=n_words, total=n_words),
        flags=["short"] if n_words < 3 else [],
        explanation=explanation if explain else None,
    )


@dataclass
class WordEndpoint:
    """Keeps what it was asked, and fails when it is given a failure."""

    failure: Exception | None = None
    asked: list[PredictionRequest] = field(default_factory=list)

    def invoke(
        self, request: PredictionRequest, deadline: float, correlation_id: str
    ) -> PredictionResponse:
        assert deadline > 0
        assert correlation_id == CORRELATION_ID
        self.asked.append(request)
        if self.failure:
            raise self.failure
        predictions = [judge(review, explain=request.explain) for review in request.reviews]
        return PredictionResponse(model=MODEL, predictions=list(predictions))

    @property
    def texts(self) -> list[str]:
        return [review.text for request in self.asked for review in request.reviews]


@dataclass(frozen=True)
class Reply:
    """What API Gateway would send on."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def content_type(self) -> str:
        return self.headers["content-type"]


class Api:
    """The real application, over a given endpoint; `log` is what it wrote."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._stream = io.StringIO()
        # A name of its own: loggers live for ever, and one of the same name keeps its stream.
        logger = Logger(service=f"test-{uuid.uuid4()}", stream=self._stream, level="INFO")
        self._app = App(endpoint, logger)

    def send(self, event: dict[str, Any]) -> Reply:
        result = self._app(event, Context())
        assert result["isBase64Encoded"] is False
        return Reply(result["statusCode"], result["headers"], result["body"])

    def get(self, path: str) -> Reply:
        return self.send(event("GET", path))

    def post(self, body: object, content_type: str | None = "application/json") -> Reply:
        if not isinstance(body, str | bytes):
            body = json.dumps(body)
        return self.send(event("POST", "/v1/predictions", body, content_type))

    def predict(self, *texts: str, explain: bool = False) -> Reply:
        reviews = [{"id": f"r{i}", "text": text} for i, text in enumerate(texts)]
        return self.post({"reviews": reviews, "explain": explain})

    @property
    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._stream.getvalue().splitlines()]


def event(
    method: str, path: str, body: str | bytes | None = None, content_type: str | None = None
) -> dict[str, Any]:
    """A payload format 2.0 event, as recorded from an HTTP API, with bytes as base64."""
    headers = {"host": "api.example.org", "x-forwarded-for": "203.0.113.7"}
    if content_type is not None:
        headers["content-type"] = content_type
    result: dict[str, Any] = {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "a1b2c3d4e5",
            "domainName": "api.example.org",
            "domainPrefix": "api",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "203.0.113.7",
                "userAgent": "curl/8.5.0",
            },
            "requestId": CORRELATION_ID,
            "routeKey": f"{method} {path}",
            "stage": "$default",
            "time": "10/Mar/2026:05:16:23 +0000",
            "timeEpoch": 1773119783636,
        },
        "isBase64Encoded": isinstance(body, bytes),
    }
    if body is not None:
        encoded = base64.b64encode(body).decode() if isinstance(body, bytes) else body
        result["body"] = encoded
    return result


def failing(error: SentimentError | Exception) -> Api:
    return Api(WordEndpoint(failure=error))
