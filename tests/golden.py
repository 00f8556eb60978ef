"""The golden examples, and what it means to give the same answer."""

import json
from typing import Any

import pytest

from model.golden import EXAMPLES


def load() -> list[Any]:
    """One pytest parameter (name, request, response) for each example."""
    examples = json.loads(EXAMPLES.read_text("utf-8"))
    return [pytest.param(e["request"], e["response"], id=e["name"]) for e in examples]


def rounded(value: Any) -> Any:
    """Floats to four places: machines differ in the last ones."""
    match value:
        case float():
            return round(value, 4) + 0.0
        case dict():
            return {key: rounded(item) for key, item in value.items()}
        case list():
            return [rounded(item) for item in value]
        case _:
            return value
