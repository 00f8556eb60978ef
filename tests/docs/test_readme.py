"""README.md does what it says: its snippets run. Where it points to: test_references.py."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.api.embedded import EmbeddedStack

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
API = "http://127.0.0.1:8000"  # where README.md starts the API


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    stack = EmbeddedStack()
    yield stack.url()
    stack.stop()


@pytest.mark.parametrize("snippet", [b for b in blocks("sh") if "curl" in b])
def test_curl_snippets(url: str, snippet: str) -> None:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", snippet.replace(API, url).replace("curl", "curl -fsS")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout


@pytest.mark.parametrize("snippet", blocks("python"))
def test_python_snippets(url: str, snippet: str) -> None:
    command = [sys.executable, "-W", "error", "-c", snippet.replace(API, url)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_there_are_snippets() -> None:
    assert len([b for b in blocks("sh") if "curl" in b]) >= 2
    assert len(blocks("python")) >= 2


def test_the_speed_of_a_job_is_that_of_its_record() -> None:
    record = json.loads((ROOT / "dashboard/jobs/benchmark_jobs.json").read_text("utf-8"))
    rows, characters, seconds = record["rows"], record["characters"], record["job_seconds"]
    assert f"{rows:,} reviews of {characters:,} characters in " in README
    assert f"in {min(seconds)} to {max(seconds)} s, " in README
