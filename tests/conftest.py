"""What tests of several houses share."""

import os
from typing import Any

import pytest
from hypothesis import settings

from tests.chromium import launch_arguments

# Several tests run at once, so threads within one, or within what it starts, would only wait for
# each other. Before NumPy and torch are imported, which look at it then.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# A slow machine is no failure: speed is measured by scripts/benchmark.py.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")

_LONGEST = ("tests/package/", "tests/browser/", "tests/stack/", "notebooks/")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, or one worker would be at them long after the others are done."""
    items.sort(key=lambda item: [not item.nodeid.startswith(house) for house in _LONGEST])


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | launch_arguments()
