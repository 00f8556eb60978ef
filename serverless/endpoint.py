"""The SageMaker endpoint, called through botocore, which starts 0.1 s sooner than boto3.

botocore's own AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME points this same code at a local model server.

This is the only layer that repeats a call: once, after a random pause, when the time that is left
and the budget allow it. After several failures in a row the circuit opens: callers are refused at
once for a while; then all are let in until the first call ends, which closes it or opens it again.
"""

import random
import time
from typing import Any

from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    HTTPClientError,
    IncompleteReadError,
    ReadTimeoutError,
    ResponseStreamingError,
)
from botocore.exceptions import ConnectionError as NoConnectionError
from botocore.session import Session
from pybreaker import CircuitBreaker, CircuitBreakerError
from pydantic import ValidationError
from pydantic_core import to_json

from model.contract.errors import (
    BodyTooLarge,
    InternalError,
    ModelFailed,
    ModelTimeout,
    ModelUnavailable,
    SentimentError,
)
from model.contract.schema import PredictionRequest, PredictionResponse
from serverless.deadline import within
from serverless.retry_budget import RetryBudget
from serverless.settings import Settings

_JSON = "application/json"
_BUSY = {"ModelNotReadyException", "ThrottlingException"}  # SageMaker answers these with 4xx


class _Passing(ModelUnavailable):
    """May be over a moment later."""


class _Busy(_Passing):
    """Waking up, or asked too much: it is there."""


class _Refused(ModelFailed):
    """The model's container read the request and refused it: the next one may be fine."""


_REPEATED = (_Passing, ModelTimeout)
_NO_OUTAGE = (_Busy, _Refused, BodyTooLarge, InternalError)


class SageMakerEndpoint:
    """Sends reviews that are already clean, and gives back an answer that fits the contract."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client = _client(settings)
        self._budget = RetryBudget()
        self._circuit = CircuitBreaker(
            fail_max=settings.failures_to_open,
            reset_timeout=settings.open_s,
            exclude=list(_NO_OUTAGE),
            throw_new_error_on_trip=False,
        )

    def invoke(
        self, request: PredictionRequest, deadline: float, correlation_id: str
    ) -> PredictionResponse:
        """Raises a ModelError, BodyTooLarge or InternalError.

        `deadline` is in `time.monotonic()`.
        """
        try:
            return self._invoke(request, deadline, correlation_id)
        except CircuitBreakerError:
            raise ModelUnavailable(retry_after_s=self._settings.open_s) from None

    def _invoke(
        self, request: PredictionRequest, deadline: float, correlation_id: str
    ) -> PredictionResponse:
        if not self._has_time_for_a_call(deadline):  # cleaning the reviews took it
            raise ModelTimeout
        self._budget.earn()
        try:
            return self._call(request, correlation_id)
        except _REPEATED:
            pause = random.uniform(0.5, 1.5) * self._settings.pause_s  # noqa: S311 - only jitter
            if not (self._has_time_for_a_call(deadline - pause) and self._budget.spend()):
                raise
        time.sleep(pause)
        return self._call(request, correlation_id)

    def _has_time_for_a_call(self, deadline: float) -> bool:
        return deadline - time.monotonic() > self._settings.longest_call_s

    def _call(self, request: PredictionRequest, correlation_id: str) -> PredictionResponse:
        # Not `circuit.call`: that holds a lock, so that calls would wait for each other.
        with self._circuit.calling():
            return _answer(self._send_in_time(request, correlation_id), request)

    def _send_in_time(self, request: PredictionRequest, correlation_id: str) -> bytes:
        try:
            return within(
                self._settings.longest_call_s, lambda: self._send(request, correlation_id)
            )
        except TimeoutError:  # its bytes dripped, or the name was never resolved
            raise ModelTimeout from None

    def _send(self, request: PredictionRequest, correlation_id: str) -> bytes:
        try:
            response = self._client.invoke_endpoint(
                EndpointName=self._settings.endpoint_name,
                ContentType=_JSON,
                Accept=_JSON,
                CustomAttributes=correlation_id,
                Body=to_json(request),
            )
            body: bytes = response["Body"].read()
        except ClientError as error:
            raise _error_for(error) from error
        except ReadTimeoutError as error:
            raise ModelTimeout from error
        except (IncompleteReadError, ResponseStreamingError) as error:
            raise ModelFailed from error
        except (NoConnectionError, HTTPClientError) as error:  # refused, reset, none in time
            raise _Passing from error
        return body


def _client(settings: Settings) -> Any:  # botocore makes its clients' classes at run time
    config = Config(
        connect_timeout=settings.connect_timeout_s,
        read_timeout=settings.read_timeout_s,
        retries={"mode": "standard", "total_max_attempts": 1},
    )
    return Session().create_client("sagemaker-runtime", config=config)


def _error_for(error: ClientError) -> SentimentError:
    code = error.response["Error"]["Code"]
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    if code == "ModelError":  # 424: the container itself answered with an error
        return _error_of_the_container(error.response.get("OriginalStatusCode", 500))
    if status == 429 or code in _BUSY:
        return _Busy()
    if status >= 500:
        return _Passing()
    if code == "ValidationError":  # there is no such endpoint (yet)
        return ModelUnavailable()
    return InternalError()  # such as a role that may not invoke the endpoint


def _error_of_the_container(status: int) -> SentimentError:
    if status == BodyTooLarge.status:
        return BodyTooLarge(
            "That is more than the model takes or answers at once. "
            "Send fewer reviews, or ask for fewer explanations."
        )
    return _Refused() if 400 <= status < 500 else ModelFailed()


def _answer(body: bytes, request: PredictionRequest) -> PredictionResponse:
    try:
        answer = PredictionResponse.model_validate_json(body)
    except ValidationError:
        raise ModelFailed from None  # pydantic's message would quote reviews
    if [item.id for item in answer.predictions] != [review.id for review in request.reviews]:
        raise ModelFailed
    return answer
