"""The API: an API Gateway event (HTTP API, payload format 2.0) in, its response out.

Here: finding the route, rendering errors, one log line and metrics for each request.

Powertools' own resolver is not used: it keeps the current request in a class attribute, so one
process can only serve one request at a time, and it knows neither 405 nor two content types.
"""

import time
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
from serverless.record import Record
from serverless.routes import ROUTES


class LambdaContext(Protocol):
    """The one thing of Lambda's context that is used."""

    def get_remaining_time_in_millis(self) -> int: ...


class App:
    """The whole API as one callable. Safe to call from several threads."""

    def __init__(self, endpoint: Endpoint, logger: Logger) -> None:
        self._endpoint = endpoint
        self._logger = logger
        self._cold = True

    def __call__(self, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        started = time.monotonic()
        deadline = started + context.get_remaining_time_in_millis() / 1000
        request = APIGatewayProxyEventV2(event)
        record = Record(request.request_context.request_id, _route(request), cold_start=self._cold)
        self._cold = False
        answer = _answer(Call(request, deadline, self._endpoint, record))
        record.status = answer.status
        record.milliseconds = round((time.monotonic() - started) * 1000)
        self._write(record)
        return _to_response(answer, record)

    def _write(self, record: Record) -> None:
        write = self._logger.error if record.status >= 500 else self._logger.info
        write("request", **record.as_log())
        record.put_metrics(self._logger.service)


def _route(request: APIGatewayProxyEventV2) -> str:
    """Only what is known: an address could say anything."""
    known = (request.http_method, request.path) in ROUTES
    return f"{request.http_method} {request.path}" if known else "unknown"


def _answer(call: Call) -> Answer:
    try:
        return _dispatch(call)
    except SentimentError as error:
        return _problem(error, call)
    except Exception as error:  # noqa: BLE001 - the outermost edge: the caller gets a problem
        call.record.note_defect(error)
        return _problem(InternalError(), call)


def _dispatch(call: Call) -> Answer:
    method, path = call.event.http_method, call.event.path
    if route := ROUTES.get((method, path)):
        return route(call)
    raise MethodNotAllowed if any(path == known for _, known in ROUTES) else NotFound


def _problem(error: SentimentError, call: Call) -> Answer:
    call.record.code = error.code
    body = problem(error, instance=call.record.correlation_id)
    headers = {}
    if error.retry_after_s is not None:
        headers["retry-after"] = str(error.retry_after_s)
    if isinstance(error, MethodNotAllowed):
        headers["allow"] = ", ".join(method for method, path in ROUTES if path == call.event.path)
    text = body.model_dump_json(exclude_none=True)
    return Answer(text, "application/problem+json", error.status, headers)


def _to_response(answer: Answer, record: Record) -> dict[str, Any]:
    headers = {"content-type": answer.content_type, "x-correlation-id": record.correlation_id}
    return {
        "statusCode": answer.status,
        "headers": headers | answer.headers,
        "body": answer.body,
        "isBase64Encoded": False,
    }
