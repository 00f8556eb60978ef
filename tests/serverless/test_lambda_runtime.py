"""The handler under AWS's own runtime client, which asks a stand-in for Lambda for its work."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from model.contract.schema import PredictionResponse, Review
from tests.serverless.runtime_stub import RuntimeStub, fine, hang_up, serving
from tests.serverless.stand_ins import MODEL, event, judge

ROOT = Path(__file__).parents[2]
ANSWER = PredictionResponse(model=MODEL, predictions=[judge(Review(id="r1", text="A good film."))])
FINE = fine(ANSWER.model_dump_json().encode())
REQUEST = json.dumps({"reviews": [{"id": "r1", "text": "A good film."}]})


class Exchange(BaseHTTPRequestHandler):
    """One request of the runtime client: for work, or with the outcome of it."""

    server: "LambdaService"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        work = self.server.work.get()
        if work is None:  # the test is over
            self.close_connection = True
            return
        headers = {
            "Content-Type": "application/json",  # without it the client crashes
            "Lambda-Runtime-Aws-Request-Id": "8476a536",
            "Lambda-Runtime-Trace-Id": "Root=1-5e1b4151-0f1ac5a1c0a8;Sampled=0",
            "Lambda-Runtime-Deadline-Ms": str(round((time.time() + 25) * 1000)),
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


class LambdaService(ThreadingHTTPServer):
    """Lambda's Runtime API."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.work: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.outcomes: queue.Queue[tuple[str, Any]] = queue.Queue()

    def invoke(self, request: dict[str, Any]) -> tuple[str, Any]:
        self.work.put(request)
        return self.outcomes.get(timeout=30)


@contextmanager
def function(**environment: str) -> Iterator[LambdaService]:
    """The handler as a started Lambda."""
    service = LambdaService()
    thread = threading.Thread(target=service.serve_forever)
    thread.start()
    environment |= {
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{service.server_port}",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "awslambdaric", "serverless.handler.handler"],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield service
    finally:
        process.kill()
        process.wait()
        service.work.put(None)
        service.shutdown()
        service.server_close()
        thread.join()


@pytest.fixture
def stub() -> Iterator[RuntimeStub]:
    with serving(FINE, hang_up, hang_up, FINE) as stub:
        yield stub


def test_it_predicts_reports_a_fault_and_goes_on(stub: RuntimeStub) -> None:
    environment = {
        "SAGEMAKER_ENDPOINT_NAME": "reviews",
        "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": f"http://127.0.0.1:{stub.server_port}",
    }
    ask = event("POST", "/v1/predictions", REQUEST, "application/json")
    with function(**environment) as service:
        outcomes = [service.invoke(ask) for _ in range(3)]
    assert [kind for kind, _ in outcomes] == ["response"] * 3
    assert [answer["statusCode"] for _, answer in outcomes] == [200, 503, 200]
    assert PredictionResponse.model_validate_json(outcomes[0][1]["body"]) == ANSWER
    assert stub.received[0][0] == "/endpoints/reviews/invocations"


def test_without_its_setting_it_fails_at_start_and_names_it() -> None:
    with function(SAGEMAKER_ENDPOINT_NAME="") as service:
        kind, fault = service.outcomes.get(timeout=30)
    assert kind == "error"
    assert "SAGEMAKER_ENDPOINT_NAME" in fault["errorMessage"]
