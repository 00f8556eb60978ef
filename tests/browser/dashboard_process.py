"""Starts the dashboard as a person does, and waits until it answers."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

ROOT = Path(__file__).parents[2]
START_TIMEOUT_S = 60


@contextmanager
def dashboard(folder: Path, *options: str, api_url: str = "", port: int = 0) -> Iterator[str]:
    """`folder` holds its log and its jobs; without `api_url` it starts the embedded stack."""
    environment = os.environ | {
        "SENTIMENT_API_URL": api_url,
        "SENTIMENT_DATA_DIR": str(folder / "jobs"),
    }
    log = folder / "log.txt"
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    fixed = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}"]
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, *fixed, *options], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    try:
        yield _wait_for_url(log, process)
    finally:
        process.terminate()
        process.wait(20)


def _wait_for_url(log: Path, process: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:(\d+)", log.read_text())
        if found and requests.get(f"{found[0]}/_stcore/health", timeout=5).ok:
            return found[0]
        time.sleep(0.1)
    raise RuntimeError(f"The dashboard did not start:\n{log.read_text()}")
