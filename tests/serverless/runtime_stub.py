"""A small HTTP server in the place of SageMaker's runtime, that answers as it is told to.

`endpoint_at` is the client that asks it.
"""

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest.mock import patch

from botocore.session import Session

from serverless import endpoint
from serverless.endpoint import SageMakerEndpoint
from serverless.settings import Settings

Answer = Callable[["Exchange"], None]
_SESSION = Session()


class Exchange(BaseHTTPRequestHandler):
    """One request to the stub."""

    server: "RuntimeStub"
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body in one packet: in two, each answer takes 40 ms longer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.received.append((self.path, dict(self.headers), json.loads(body)))
        turn = min(len(self.server.received), len(self.server.answers)) - 1
        self.server.answers[turn](self)

    def reply(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in ({"content-length": str(len(body))} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_arguments: Any) -> None:
        pass


class RuntimeStub(ThreadingHTTPServer):
    """Gives its answers in turn, and the last one again and again."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, *answers: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.answers = answers
        self.received: list[tuple[str, dict[str, str], Any]] = []
        self.released = threading.Event()


def endpoint_at(port: int, settings: Settings) -> SageMakerEndpoint:
    """The client, made as the Lambda makes it, with botocore's own variable pointing at a port."""
    environment = {
        "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": f"http://127.0.0.1:{port}",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    # One session for all clients: each new one would read two megabytes of JSON again.
    with patch.dict(os.environ, environment), patch.object(endpoint, "Session", lambda: _SESSION):
        return SageMakerEndpoint(settings)


@contextmanager
def serving(*answers: Answer) -> Iterator[RuntimeStub]:
    stub = RuntimeStub(*answers)
    thread = threading.Thread(target=stub.serve_forever)
    thread.start()
    try:
        yield stub
    finally:
        stub.released.set()
        stub.shutdown()
        stub.server_close()
        thread.join()


def fine(body: bytes) -> Answer:
    return lambda exchange: exchange.reply(200, body, {"content-type": "application/json"})


def aws_error(status: int, kind: str, **members: Any) -> Answer:
    """An error as AWS's JSON protocol writes it."""
    body = json.dumps({"Message": "something about it"} | members).encode()
    headers = {"content-type": "application/json", "x-amzn-errortype": kind}
    return lambda exchange: exchange.reply(status, body, headers)


def plain_error(status: int) -> Answer:
    return lambda exchange: exchange.reply(status, b"<h1>Sorry</h1>")


def hang(exchange: Exchange) -> None:
    exchange.server.released.wait(20)


def drip(exchange: Exchange) -> None:
    """Byte by byte, each well within the read timeout, from the status line on."""
    _write_slowly(exchange, b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")


def drip_in_the_body(exchange: Exchange) -> None:
    exchange.reply(200, b"", {"content-length": "1000"})
    _write_slowly(exchange, b" " * 1000)


def _write_slowly(exchange: Exchange, data: bytes) -> None:
    for byte in data:
        if exchange.server.released.wait(0.4):
            return
        exchange.wfile.write(bytes([byte]))
        exchange.wfile.flush()


def hang_up(exchange: Exchange) -> None:
    exchange.close_connection = True


def cut_short(exchange: Exchange) -> None:
    exchange.reply(200, b'{"model":', {"content-length": "1000"})
    exchange.close_connection = True


def cut_short_in_a_chunk(exchange: Exchange) -> None:
    exchange.reply(200, b'64\r\n{"model":', {"transfer-encoding": "chunked"})
    exchange.close_connection = True


def stall_in_the_body(exchange: Exchange) -> None:
    exchange.reply(200, b'{"model":', {"content-length": "1000"})
    hang(exchange)
