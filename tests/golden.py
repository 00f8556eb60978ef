"""The golden examples, and what it means to give the same answer."""

import json
from typing import Any

import pytest

from model.golden import EXAMPLES


def load() -> list[Any]:
    """One pytest parameter (name, request, response) for each example."""
    examples = json.loads(EXAMPLES.read_text("utf-8"))
    return [pytest.param(e["request"], e["response"], id=e["name"]) for e in examples]


def near(value: Any) -> Any:
    """The same, equal to whatever is at most 0.0001 away: machines differ in the last places."""
    match value:
        case float():
            return pytest.approx(value, rel=0, abs=1e-4)
        case dict():
            return {key: near(item) for key, item in value.items()}
        case list():
            return [near(item) for item in value]
        case _:
            return value
