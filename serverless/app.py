"""The API: an API Gateway event (HTTP API, payload format 2.0) in, its response out.

Here: finding the route, rendering errors, one log line for each request.

Powertools' own resolver is not used: it keeps the current request in a class attribute, so one
process can only serve one request at a time, and it knows neither 405 nor two content types.
"""

import time
import traceback
from typing import Any, Protocol

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from model.contract.errors import (
    InternalError,
    MethodNotAllowed,
    NotFound,
    SentimentError,
    problem,
)
from serverless.call import Answer, Call, Endpoint
from serverless.routes import ROUTES


class LambdaContext(Protocol):
    """The one thing of Lambda's context that is used."""

    def get_remaining_time_in_millis(self) -> int: ...


class App:
    """The whole API as one callable. Safe to call from several threads."""

    def __init__(self, endpoint: Endpoint, logger: Logger) -> None:
        self._endpoint = endpoint
        self._logger = logger

    def __call__(self, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        started = time.monotonic()
        deadline = started + context.get_remaining_time_in_millis() / 1000
        call = Call(APIGatewayProxyEventV2(event), deadline, self._endpoint)
        answer = self._answer(call)
        call.log["milliseconds"] = round((time.monotonic() - started) * 1000)
        self._write_log(call, answer)
        return _to_response(answer, call)

    def _answer(self, call: Call) -> Answer:
        try:
            return self._dispatch(call)
        except SentimentError as error:
            call.log["code"] = error.code
            return _problem(error, call)
        except Exception as error:  # noqa: BLE001 - the outermost edge: the caller gets a problem
            # Logged without its message, which may quote a review.
            call.log["exception"] = type(error).__name__
            call.log["stack"] = traceback.format_tb(error.__traceback__)
            return _problem(InternalError(), call)

    def _dispatch(self, call: Call) -> Answer:
        method, path = call.event.http_method, call.event.path
        if route := ROUTES.get((method, path)):
            return route(call)
        raise MethodNotAllowed if any(path == known for _, known in ROUTES) else NotFound

    def _write_log(self, call: Call, answer: Answer) -> None:
        write = self._logger.error if answer.status >= 500 else self._logger.info
        write(
            "request",
            correlation_id=call.correlation_id,
            route=f"{call.event.http_method} {call.event.path}",
            status=answer.status,
            **call.log,
        )


def _problem(error: SentimentError, call: Call) -> Answer:
    body = problem(error, instance=call.correlation_id)
    headers = {}
    if error.retry_after_s is not None:
        headers["retry-after"] = str(error.retry_after_s)
    if isinstance(error, MethodNotAllowed):
        headers["allow"] = ", ".join(method for method, path in ROUTES if path == call.event.path)
    text = body.model_dump_json(exclude_none=True)
    return Answer(text, "application/problem+json", error.status, headers)


def _to_response(answer: Answer, call: Call) -> dict[str, Any]:
    headers = {
        "content-type": answer.content_type,
        "x-correlation-id": call.correlation_id,
    }
    return {
        "statusCode": answer.status,
        "headers": headers | answer.headers,
        "body": answer.body,
        "isBase64Encoded": False,
    }
