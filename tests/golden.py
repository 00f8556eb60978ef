"""The golden examples, and what it means to give the same answer."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from model.golden import EXAMPLES


def load() -> list[Any]:
    """One pytest parameter (name, request, response) for each example."""
    examples = json.loads(EXAMPLES.read_text("utf-8"))
    return [pytest.param(e["request"], e["response"], id=e["name"]) for e in examples]


@dataclass(eq=False)
class Near:
    """Equal to what is at most 0.0001 away: machines differ in the last places."""

    value: float
    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Near) and abs(self.value - other.value) <= 1e-4


def near(value: Any) -> Any:
    """The same, with each float as a Near."""
    match value:
        case float():
            return Near(value)
        case dict():
            return {key: near(item) for key, item in value.items()}
        case list():
            return [near(item) for item in value]
        case _:
            return value
