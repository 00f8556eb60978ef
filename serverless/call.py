"""One request on its way through the API, and the answer to it."""

import hashlib
import time
from dataclasses import dataclass, field
from typing import Any, Protocol

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from model.contract.schema import PredictionRequest, PredictionResponse


class Endpoint(Protocol):
    """Whatever judges clean reviews: SageMaker, or a stand-in."""

    def invoke(
        self, request: PredictionRequest, deadline: float, correlation_id: str
    ) -> PredictionResponse: ...


@dataclass
class Call:
    """One request; `log` is what will be written down of it."""

    event: APIGatewayProxyEventV2
    deadline: float  # in time.monotonic()
    endpoint: Endpoint
    log: dict[str, Any] = field(default_factory=dict)

    @property
    def correlation_id(self) -> str:
        return str(self.event.request_context.request_id)

    def ask(self, request: PredictionRequest) -> PredictionResponse:
        """The model's answer; raises a ModelError, or InternalError."""
        started = time.monotonic()
        try:
            return self.endpoint.invoke(request, self.deadline, self.correlation_id)
        finally:
            self.log["upstream_milliseconds"] = round((time.monotonic() - started) * 1000)

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
