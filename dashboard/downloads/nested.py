"""A row of a table as the JSON object that it was read from."""

import json
from typing import Any

from dashboard.reading.as_it_came import AsItCame


def row(cells: dict[str, Any], came: AsItCame) -> dict[str, Any]:
    """Of an object within, only what it has; whether it had the rest as null is not known."""
    whole: dict[str, Any] = {}
    for name, cell in cells.items():
        *outer, last = came.paths.get(name, [name])
        if cell is None and outer:
            continue
        place = whole
        for key in outer:
            place[key] = place.get(key) or {}  # null where another row has no object
            place = place[key]
        value = json.loads(cell) if cell is not None and name in came.json else cell
        place[last] = place.get(last) if value is None else value
    return whole
