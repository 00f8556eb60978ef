"""The SageMaker endpoint, called through boto3; nothing else in the project's API talks to AWS.

botocore's own AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME points this same code at a local model server.
"""

import time
from typing import Any, NoReturn

import boto3
from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    HTTPClientError,
    IncompleteReadError,
    ReadTimeoutError,
    ResponseStreamingError,
)
from botocore.exceptions import ConnectionError as NoConnectionError
from pydantic import ValidationError

from model.contract.errors import InternalError, ModelFailed, ModelTimeout, ModelUnavailable
from model.contract.schema import PredictionRequest, PredictionResponse
from serverless.settings import Settings

_JSON = "application/json"


class SageMakerEndpoint:
    """Sends reviews that are already clean, and gives back an answer that fits the contract."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client = _client(settings)

    def invoke(self, request: PredictionRequest, deadline: float) -> PredictionResponse:
        """Raises a ModelError, or InternalError; `deadline` is in `time.monotonic()`."""
        try:
            body = self._call(request, deadline)
        except ClientError as error:
            _raise_for(error)
        except ReadTimeoutError as error:
            raise ModelTimeout from error
        except (IncompleteReadError, ResponseStreamingError) as error:
            raise ModelFailed from error
        except (NoConnectionError, HTTPClientError) as error:  # refused, reset, none in time
            raise ModelUnavailable from error
        return _answer(body, request)

    def _call(self, request: PredictionRequest, deadline: float) -> bytes:
        if not self._has_time_for_a_call(deadline):  # cleaning the reviews took it
            raise ModelTimeout
        try:
            return self._send(request)
        except self._client.exceptions.ModelNotReadyException:
            # botocore never repeats this one: a serverless endpoint's cold start.
            pause = self._settings.not_ready_pause_s
            if not self._has_time_for_a_call(deadline - pause):
                raise
            time.sleep(pause)
            return self._send(request)

    def _has_time_for_a_call(self, deadline: float) -> bool:
        return deadline - time.monotonic() > self._settings.longest_call_s

    def _send(self, request: PredictionRequest) -> bytes:
        response = self._client.invoke_endpoint(
            EndpointName=self._settings.endpoint_name,
            ContentType=_JSON,
            Accept=_JSON,
            Body=request.model_dump_json().encode(),
        )
        body: bytes = response["Body"].read()
        return body


def _client(settings: Settings) -> Any:  # boto3 makes its clients' classes at run time
    config = Config(
        connect_timeout=settings.connect_timeout_s,
        read_timeout=settings.read_timeout_s,
        retries={"mode": "standard", "total_max_attempts": settings.attempts},
    )
    return boto3.client("sagemaker-runtime", config=config)


def _raise_for(error: ClientError) -> NoReturn:
    code = error.response["Error"]["Code"]
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    if code == "ModelError":  # 424: the container itself answered with an error
        raise ModelFailed from error
    if status >= 500 or status == 429 or code in {"ThrottlingException", "ValidationError"}:
        raise ModelUnavailable from error  # ValidationError: there is no such endpoint (yet)
    raise InternalError from error  # such as a role that may not invoke the endpoint


def _answer(body: bytes, request: PredictionRequest) -> PredictionResponse:
    try:
        answer = PredictionResponse.model_validate_json(body)
    except ValidationError:
        raise ModelFailed from None  # pydantic's message would quote reviews
    if [item.id for item in answer.predictions] != [review.id for review in request.reviews]:
        raise ModelFailed
    return answer
