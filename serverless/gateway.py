"""Stands for API Gateway: HTTP in, a Lambda behind it. The embedded stack runs the handler in it.

It does what an HTTP API with a Lambda proxy integration does: events and responses of payload
format 2.0, CORS with its preflight, only the routes that are deployed, throttling, an authorizer
before the routes that have one, the 10 MB limit, the 29 second limit, reserved concurrency, and
AWS's own words where the gateway itself refuses. What it is to do, it takes from a Deployment.

It does not: write access logs, serve stages or custom domains, match path parameters, infer a
response from a handler that gives no status, hold the event to Lambda's 6 MB. A preflight gets 200
here, and 204 there. Its 429 and 503 carry Retry-After, where API Gateway says nothing.
"""

import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

import anyio
from anyio import CapacityLimiter, to_thread
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from serverless.admission import AuthorizerCache, Event, Invoke, TokenBucket
from serverless.app import LambdaContext
from serverless.deployment import Deployment, Function, Route
from serverless.gateway_event import to_event, to_response

Handler = Callable[[dict[str, Any], LambdaContext], dict[str, Any]]

MAX_GATEWAY_BYTES = 10 * 1024 * 1024
_RETRY_AFTER_S = "1"


class LambdaFailed(Exception):
    """The function did not start, raised, or died."""


class LambdaBusy(Exception):
    """The function took too long, or all its concurrency is in use."""


class Context:
    """What the handler gets of Lambda's context."""

    def __init__(self, timeout_s: float = Function.timeout_s) -> None:
        self._end = time.monotonic() + timeout_s

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._end - time.monotonic()) * 1000))


class InProcess:
    """Invokes a handler on threads of this process, as many at once as Lambda reserves for it."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._threads: CapacityLimiter | None = None
        self._under_way = 0

    async def __call__(self, function: Function, event: Event) -> Any:
        threads = self._threads = self._threads or CapacityLimiter(function.concurrency)
        # Counted here, as a thread is only taken later; and one that was given up still runs.
        if self._under_way >= function.concurrency or threads.available_tokens < 1:
            raise LambdaBusy

        def work() -> Any:
            try:
                return self._handler(event, Context(function.timeout_s))
            except Exception as error:
                raise LambdaFailed from error

        self._under_way += 1
        try:
            return await to_thread.run_sync(work, abandon_on_cancel=True, limiter=threads)
        finally:
            self._under_way -= 1


class Gateway:
    """An ASGI application: the routes of a deployment, each with a function behind it."""

    def __init__(self, deployment: Deployment, invoke: Invoke) -> None:
        self._deployment = deployment
        self._invoke = invoke
        self._bucket = TokenBucket(deployment.throttle) if deployment.throttle else None
        self._authorizer_cache = AuthorizerCache(invoke)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            body = await _read(request)
        except ClientDisconnect:  # there is nobody left to answer
            return
        response = await self._respond(request, body)
        await response(scope, receive, send)

    async def _respond(self, request: Request, body: bytes | None) -> Response:
        key = f"{request.method} {request.url.path}"
        route = self._deployment.routes.get(key)
        if body is None:
            return _refusal(413, "Request Entity Too Large")
        if route is None:
            return _refusal(404, "Not Found")
        if self._bucket and not self._bucket.admits():
            return _refusal(429, "Too Many Requests")
        try:
            return await self._forward(route, to_event(request, key, body))
        except (LambdaBusy, TimeoutError):
            return _refusal(503, "Service Unavailable")
        except Exception as error:  # noqa: BLE001 - AWS, too, answers so whatever it did
            _note(error.__cause__ or error)
            return _refusal(500, "Internal Server Error")

    async def _forward(self, route: Route, event: Event) -> Response:
        if route.authorizer:
            key = event["headers"].get(route.authorizer.header)
            if not key:
                return _refusal(401, "Unauthorized")
            if not await self._authorizer_cache.admits(route.authorizer, key, event):
                return _refusal(403, "Forbidden")
        with anyio.fail_after(self._deployment.timeout_s):
            return to_response(await self._invoke(route.function, event))


def _note(error: BaseException) -> None:
    """What CloudWatch would have; without the message, which may quote a review."""
    where = "".join(traceback.format_tb(error.__traceback__))
    sys.stderr.write(f"The function raised {type(error).__name__}:\n{where}")


def serve(deployment: Deployment, invoke: Invoke) -> ASGIApp:
    """The gateway with its CORS; preflights never reach the handler."""
    cors = deployment.cors
    return CORSMiddleware(
        Gateway(deployment, invoke),
        allow_origins=cors.origins,
        allow_methods=cors.methods,
        allow_headers=cors.headers,
        expose_headers=cors.exposed,
        max_age=cors.max_age_s,
    )


async def _read(request: Request) -> bytes | None:
    """The body, or None when it is too large: then it is still read, so the caller hears why."""
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= MAX_GATEWAY_BYTES:
            body += chunk
    return bytes(body) if size <= MAX_GATEWAY_BYTES else None


def _refusal(status: int, message: str) -> Response:
    headers = {"retry-after": _RETRY_AFTER_S} if status in {429, 503} else None
    return JSONResponse({"message": message}, status, headers)
