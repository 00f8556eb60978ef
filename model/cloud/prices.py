"""What things cost, roughly: prices.toml says from where and when."""

import tomllib
from pathlib import Path
from typing import Any

_TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("prices.toml").read_text("utf-8"))
SOURCE = (
    f"an estimate by {_TABLE['region']} list prices noted on {_TABLE['date']}; "
    f"check {_TABLE['source']}"
)


def instance_hour(instance_type: str) -> float | None:
    """Dollars an hour; None for a type that the table does not have."""
    price: float | None = _TABLE["instance_hour"].get(instance_type)
    return price


def serverless_second(memory_mb: int) -> float:
    """Dollars for a second of one worker at work; an idle endpoint costs nothing."""
    price: float = _TABLE["serverless"]["gigabyte_second"]
    return price * memory_mb / 1024
