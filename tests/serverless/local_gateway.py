"""The local gateway on a real port, before a handler that keeps its events."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from serverless.app import LambdaContext
from serverless.deployment import Deployment, Route, Throttle
from serverless.gateway import Handler, InProcess, serve
from serverless.model_process import free_port

ROUTES = ("GET /echo", "POST /echo")


@contextmanager
def serving(
    handler: Handler,
    timeout_s: float = 5,
    route: Route = Route(),  # noqa: B008 - it is frozen
    throttle: Throttle | None = None,
) -> Iterator[http.client.HTTPConnection]:
    """The gateway on a real port, and a connection to it."""
    deployment = Deployment(dict.fromkeys(ROUTES, route), timeout_s=timeout_s, throttle=throttle)
    with listening(serve(deployment, InProcess(handler))) as connection:
        yield connection


@contextmanager
def listening(app: ASGIApp) -> Iterator[http.client.HTTPConnection]:
    port = free_port()
    config = uvicorn.Config(app, port=port, lifespan="off", ws="none", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        yield connection
    finally:
        connection.close()
        server.should_exit = True
        thread.join()


class Recorder:
    """A handler that keeps its events, and answers with what it was given to answer."""

    def __init__(self, **response: Any) -> None:
        self.response = {"statusCode": 200, "body": "fine"} | response
        self.events: list[dict[str, Any]] = []

    def __call__(self, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        assert 24_000 < context.get_remaining_time_in_millis() <= 25_000
        self.events.append(event)
        return self.response


def ask(
    connection: http.client.HTTPConnection, method: str, path: str = "/echo", **request: Any
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection.request(method, path, **request)
    response = connection.getresponse()
    return response.status, response.headers, response.read()
