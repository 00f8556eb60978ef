"""`python -m dashboard.jobs` as the tests call it, in a folder of their own."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.jobs.__main__ import main
from tests.dashboard.conftest import Api


@pytest.fixture
def folder(api: Api, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    monkeypatch.chdir(tmp_path)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def command(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["jobs", *arguments])
    return main()


def write(rows: list[str], name: str = "in.csv") -> None:
    Path(name).write_text("\n".join(["review", *rows]) + "\n")
