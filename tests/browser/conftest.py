"""A real browser in front of the real dashboard, which starts the real embedded stack."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).parents[2]
START_TIMEOUT_S = 60


@pytest.fixture(scope="session")
def dashboard_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`streamlit run dashboard/app.py`, on a free port, with no API configured."""
    environment = {k: v for k, v in os.environ.items() if k != "SENTIMENT_API_URL"}
    folder = tmp_path_factory.mktemp("dashboard")
    environment["SENTIMENT_DATA_DIR"] = str(folder / "jobs")
    log = folder / "log.txt"
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    options = ["--server.headless=true", "--server.address=127.0.0.1", "--server.port=0"]
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, *options], cwd=ROOT, env=environment, stdout=output, stderr=output
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
