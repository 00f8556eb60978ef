"""The real model server as SageMaker starts it, with a small model, and its log in a file."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from serverless.model_process import free_port

_ROOT = Path(__file__).parents[2]


@contextmanager
def model_server(artifact: Path, log: Path) -> Iterator[int]:
    """Its port, once it answers."""
    port = free_port()
    command = [sys.executable, "-m", "model.server", "serve", "--artifact", str(artifact)]
    with log.open("w") as stderr:
        process = subprocess.Popen([*command, "--port", str(port)], cwd=_ROOT, stderr=stderr)
    try:
        _wait_until_ready(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_until_ready(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if requests.get(f"http://127.0.0.1:{port}/ping", timeout=2).status_code == 200:
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.05)
    raise TimeoutError("The model server does not start.")
