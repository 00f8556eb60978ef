"""One request on its way through the API, and the answer to it."""

import time
from dataclasses import dataclass, field
from typing import Protocol

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from model.contract.schema import PredictionRequest, PredictionResponse
from serverless.record import Record


class Endpoint(Protocol):
    """Whatever judges clean reviews: SageMaker, or a stand-in."""

    def invoke(
        self, request: PredictionRequest, deadline: float, correlation_id: str
    ) -> PredictionResponse: ...


@dataclass(frozen=True)
class Call:
    """One request, and what will be written down of it."""

    event: APIGatewayProxyEventV2
    deadline: float  # in time.monotonic()
    endpoint: Endpoint
    record: Record

    def ask(self, request: PredictionRequest) -> PredictionResponse:
        """The model's answer; raises a ModelError, BodyTooLarge or InternalError."""
        started = time.monotonic()
        try:
            return self.endpoint.invoke(request, self.deadline, self.record.correlation_id)
        finally:
            self.record.upstream_milliseconds = round((time.monotonic() - started) * 1000)


@dataclass(frozen=True)
class Answer:
    """A response, before it takes API Gateway's form."""

    body: str
    content_type: str = "application/json"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
