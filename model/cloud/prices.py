"""Machines of SageMaker: their cores, and roughly what they cost (see prices.toml)."""

import re
import tomllib
from pathlib import Path
from typing import Any

_TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("prices.toml").read_text("utf-8"))
SOURCE = (
    f"an estimate from {_TABLE['region']} list prices noted on {_TABLE['date']}; "
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


def cores(instance_type: str) -> int:
    """Four for each xlarge; of an unknown size, as many as the smallest has."""
    xlarge = re.search(r"\.(\d*)xlarge$", instance_type)
    return 4 * int(xlarge[1] or 1) if xlarge else 2
