"""scripts/smoke: the golden examples against any URL."""

import json
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from dashboard.api.embedded import EmbeddedStack

SMOKE = Path(__file__).parents[2] / "scripts/smoke"


def smoke(url: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([SMOKE, url], capture_output=True, text=True, check=False)


def test_the_real_chain_passes() -> None:
    stack = EmbeddedStack()
    done = smoke(stack.url())
    stack.stop()
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("✓")


class Wrong(BaseHTTPRequestHandler):
    """Says of everything that it is good."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        body = json.dumps({"model": {"name": "other"}, "predictions": []}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        pass


@pytest.fixture
def wrong() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Wrong)
    Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_another_answer_fails(wrong: str) -> None:
    done = smoke(wrong)
    assert done.returncode == 1
    assert "a clear positive: the answer differs. It is another version" in done.stderr


def test_nobody_there_is_a_sentence() -> None:
    done = smoke("http://127.0.0.1:9")
    assert done.returncode == 1
    assert "refused" in done.stderr
    assert "Traceback" not in done.stderr


def test_usage() -> None:
    assert "./scripts/smoke URL" in smoke("nowhere").stderr
