"""Lambda without AWS: code under AWS's own runtime client (awslambdaric).

Each execution environment is a process that asks its own small Runtime API for work. As on Lambda
it serves one request at a time, is killed when it takes too long, and a new one takes its place.
"""

import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from anyio import to_thread

from serverless.deployment import Function
from serverless.gateway import LambdaBusy, LambdaFailed

START_S = 60.0  # generous: the machine may be busy, and the limit of a test is not this one


@dataclass(frozen=True)
class Code:
    """What every environment runs: a Python, and a folder such as the unpacked zip."""

    python: Path
    folder: Path


class Exchange(BaseHTTPRequestHandler):
    """One request of the runtime client: for work, or with the outcome of it."""

    server: "Environment"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.idle.set()
        work, deadline = self.server.work.get()
        headers = {
            "Content-Type": "application/json",  # without it the client crashes
            "Lambda-Runtime-Aws-Request-Id": "8476a536",
            "Lambda-Runtime-Trace-Id": "Root=1-5e1b4151-0f1ac5a1c0a8;Sampled=0",
            "Lambda-Runtime-Deadline-Ms": str(round(deadline * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:1:function:api",
        }
        self._reply(200, json.dumps(work).encode(), headers)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.outcomes.put((self.path.rsplit("/", 1)[-1], json.loads(body)))
        self._reply(202, b"{}", {})

    def _reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None:
        pass


class Environment(ThreadingHTTPServer):
    """One process with the function in it, and the Runtime API that it asks."""

    daemon_threads = True

    def __init__(self, code: Code, handler: str, variables: Mapping[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.work: queue.Queue[tuple[Any, float]] = queue.Queue()
        self.outcomes: queue.Queue[tuple[str, Any]] = queue.Queue()
        self.idle = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self._process = subprocess.Popen(
            [str(code.python), "-m", "awslambdaric", handler],
            cwd=code.folder,
            env={**LAMBDAS_OWN, **variables, "AWS_LAMBDA_RUNTIME_API": self._address()},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _address(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def invoke(self, event: Any, timeout_s: float) -> Any:
        self._wait_for_start()
        end = time.time() + timeout_s
        self.work.put((event, end))
        kind, outcome = self._outcome(end)
        if kind != "response":
            raise LambdaFailed(outcome)
        return outcome

    def _wait_for_start(self) -> None:
        end = time.time() + START_S
        while not self.idle.wait(0.01):
            if self._process.poll() is not None or time.time() > end:
                raise LambdaFailed("it did not start")

    def _outcome(self, end: float) -> tuple[str, Any]:
        while time.time() < end:
            try:
                return self.outcomes.get(timeout=0.02)
            except queue.Empty:
                if self._process.poll() is not None:
                    raise LambdaFailed("it died") from None
        raise LambdaBusy

    def handle_error(self, *_arguments: Any) -> None:
        """A process that is killed hangs up in the middle; nobody needs to read of it."""

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self.shutdown()
        self.server_close()


LAMBDAS_OWN = {
    "PATH": os.environ["PATH"],
    "LANG": "en_US.UTF-8",
    "TZ": ":UTC",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
    "AWS_LAMBDA_FUNCTION_VERSION": "1",
}


@dataclass
class LambdaService:
    """All functions of a template; `extra` is what the environment of a test adds to each."""

    code: Code
    handlers: Mapping[str, str]
    variables: Mapping[str, Mapping[str, str]]
    extra: Mapping[str, str]
    idle: dict[str, list[Environment]] = field(default_factory=dict)
    running: dict[str, int] = field(default_factory=dict)
    invocations: list[str] = field(default_factory=list)

    async def __call__(self, function: Function, event: Any) -> Any:
        if self.running.get(function.name, 0) >= function.concurrency:
            raise LambdaBusy
        self.running[function.name] = self.running.get(function.name, 0) + 1
        self.invocations.append(function.name)
        try:
            return await to_thread.run_sync(self._invoke, function, event)
        finally:
            self.running[function.name] -= 1

    def _invoke(self, function: Function, event: Any) -> Any:
        idle = self.idle.setdefault(function.name, [])
        environment = idle.pop() if idle else self._start(function.name)
        try:
            result = environment.invoke(event, function.timeout_s)
        except (LambdaFailed, LambdaBusy):
            environment.stop()
            raise
        idle.append(environment)
        return result

    def _start(self, name: str) -> Environment:
        variables = {**self.variables[name], **self.extra, "AWS_LAMBDA_FUNCTION_NAME": name}
        return Environment(self.code, self.handlers[name], variables)

    def stop(self) -> None:
        for environment in [each for idle in self.idle.values() for each in idle]:
            environment.stop()


@contextmanager
def running(service: LambdaService) -> Iterator[LambdaService]:
    try:
        yield service
    finally:
        service.stop()
