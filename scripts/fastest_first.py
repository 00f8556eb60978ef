"""For `scripts/mutate.py`, a plugin of pytest: most faults are found by a test of no time."""

import json
from pathlib import Path

import pytest

STATS = Path("mutmut-stats.json")  # written by mutmut's first run, where pytest is started


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if STATS.exists():
        seconds = json.loads(STATS.read_text("utf-8"))["duration_by_test"]
        items.sort(key=lambda item: seconds.get(item.nodeid, 0.0))
