"""What tests of several houses share."""

from typing import Any

import pytest
from hypothesis import settings

from tests.chromium import launch_arguments

# A slow machine is no failure: speed is measured by scripts/benchmark.py.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | launch_arguments()
