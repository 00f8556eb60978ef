"""Stands for API Gateway on one's own machine: HTTP in, the unchanged Lambda handler behind it.

It does what an HTTP API with a Lambda proxy integration does: events and responses of payload
format 2.0, CORS with its preflight, only the routes that are deployed, the 10 MB limit, the 29
second limit, and AWS's own words where the gateway itself refuses.

It does not: throttle, authorise, write access logs, serve stages or custom domains, match path
parameters, infer a response from a handler that gives no status, hold the event to Lambda's 6 MB,
or stop a handler that runs on. A preflight gets 200 here, and 204 there.
"""

import base64
import time
import uuid
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any

import anyio
from anyio import CapacityLimiter, to_thread
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from serverless.app import LambdaContext

Handler = Callable[[dict[str, Any], LambdaContext], dict[str, Any]]

MAX_BODY_BYTES = 10 * 1024 * 1024
INTEGRATION_TIMEOUT_S = 29.0
LAMBDA_TIMEOUT_S = 25.0
_AT_ONCE = 10  # as many as botocore holds connections for
_TEXT_TYPES = ("application/json", "application/xml", "application/javascript")


class Context:
    """What the handler gets of Lambda's context."""

    def __init__(self) -> None:
        self._end = time.monotonic() + LAMBDA_TIMEOUT_S

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._end - time.monotonic()) * 1000))


class Gateway:
    """An ASGI application: one handler behind fixed routes such as `GET /v1/health`."""

    def __init__(
        self, handler: Handler, routes: Collection[str], timeout_s: float = INTEGRATION_TIMEOUT_S
    ) -> None:
        self._handler = handler
        self._routes = routes
        self._timeout_s = timeout_s
        self._threads = CapacityLimiter(_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            body = await _read(request)
        except ClientDisconnect:  # there is nobody left to answer
            return
        response = await self._respond(request, body)
        await response(scope, receive, send)

    async def _respond(self, request: Request, body: bytes | None) -> Response:
        route = f"{request.method} {request.url.path}"
        if body is None:
            return _refusal(413, "Request Entity Too Large")
        if route not in self._routes:
            return _refusal(404, "Not Found")
        try:
            with anyio.fail_after(self._timeout_s):
                result = await self._invoke(to_event(request, route, body))
        except TimeoutError:
            return _refusal(503, "Service Unavailable")
        return result

    async def _invoke(self, event: dict[str, Any]) -> Response:
        def work() -> Response:
            try:
                return to_response(self._handler(event, Context()))
            except Exception:  # noqa: BLE001 - AWS, too, answers so whatever the handler raised
                return _refusal(500, "Internal Server Error")

        return await to_thread.run_sync(work, abandon_on_cancel=True, limiter=self._threads)


def with_cors(gateway: Gateway, origins: Collection[str] = ("*",)) -> ASGIApp:
    """The gateway with the CORS of `serverless.yml`; preflights never reach the handler."""
    return CORSMiddleware(
        gateway,
        allow_origins=tuple(origins),
        allow_methods=("GET", "POST"),
        allow_headers=("Content-Type",),
        expose_headers=("x-correlation-id", "retry-after"),
        max_age=3600,
    )


async def _read(request: Request) -> bytes | None:
    """The body, or None when it is too large: then it is still read, so the caller hears why."""
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= MAX_BODY_BYTES:
            body += chunk
    return bytes(body) if size <= MAX_BODY_BYTES else None


def to_event(request: Request, route: str, body: bytes) -> dict[str, Any]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"""
    headers = _headers(request)
    cookies = headers.pop("cookie", "")
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": request.url.path,
        "rawQueryString": request.url.query,
        "headers": headers,
        "requestContext": _request_context(request, route),
        "isBase64Encoded": False,
    }
    if cookies:
        event["cookies"] = cookies.split("; ")
    if request.query_params:
        event["queryStringParameters"] = {
            name: ",".join(request.query_params.getlist(name)) for name in request.query_params
        }
    if body:
        event |= _body(body, headers.get("content-type", ""))
    return event


def _headers(request: Request) -> dict[str, str]:
    return {name: ",".join(request.headers.getlist(name)) for name in request.headers}


def _body(body: bytes, content_type: str) -> dict[str, Any]:
    """Text as text, where bytes that are not UTF-8 are lost; anything else as base64."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type.startswith("text/") or media_type in _TEXT_TYPES:
        return {"body": body.decode(errors="replace"), "isBase64Encoded": False}
    return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}


def _request_context(request: Request, route: str) -> dict[str, Any]:
    now = datetime.now(UTC)
    host = request.url.hostname or "localhost"
    return {
        "accountId": "123456789012",
        "apiId": "local",
        "domainName": host,
        "domainPrefix": host.partition(".")[0],
        "http": {
            "method": request.method,
            "path": request.url.path,
            "protocol": f"HTTP/{request.scope['http_version']}",
            "sourceIp": request.client.host if request.client else "",
            "userAgent": request.headers.get("user-agent", ""),
        },
        "requestId": uuid.uuid4().hex[:16],
        "routeKey": route,
        "stage": "$default",
        "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(now.timestamp() * 1000),
    }


def to_response(result: dict[str, Any]) -> Response:
    text: str = result.get("body") or ""
    body = base64.b64decode(text) if result.get("isBase64Encoded") else text.encode()
    response = Response(body, result["statusCode"], result.get("headers"))
    for cookie in result.get("cookies", []):
        response.headers.append("set-cookie", cookie)
    return response


def _refusal(status: int, message: str) -> Response:
    return JSONResponse({"message": message}, status)
