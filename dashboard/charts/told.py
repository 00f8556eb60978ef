"""What a chart says to those who do not see it: a table, and a sentence for each mark.

Both are made of what its tooltips show, so a mouse, a key and a screen reader find the same.
"""

from typing import Any

from dashboard.charts.style import Chart
from dashboard.wording import percent

TABLE = "table"
# Draws nothing; a dataset that no layer asks for could not be changed once it is shown.
_CARRIER = {"data": {"name": TABLE}, "mark": {"type": "point", "size": 0, "aria": False}}

Rows = list[dict[str, Any]]


def spec(chart: Chart) -> dict[str, Any]:
    """Of layers, as Vega-Lite. The first that has a tooltip tells; the others are only to be seen.

    The table is its first dataset: that is the one which Streamlit's “Show data” shows.
    """
    # Without Altair's check against its schema, which takes as long as all the rest.
    drawn: dict[str, Any] = chart.to_dict(validate=False)
    telling = next(layer for layer in drawn["layer"] if "tooltip" in layer["encoding"])
    for layer in drawn["layer"]:
        layer["mark"]["aria"] = layer is telling
    rows: Rows = drawn["datasets"][telling.get("data", drawn.get("data"))["name"]]
    table = [_told(row, telling["encoding"]["tooltip"]) for row in rows]
    for row, told in zip(rows, table, strict=True):
        row["says"] = ", ".join(f"{name}: {value}" for name, value in told.items() if value)
    telling["encoding"]["description"] = {"field": "says", "type": "nominal"}
    return drawn | {
        "datasets": {TABLE: table} | drawn["datasets"],
        "layer": [*drawn["layer"], _CARRIER],
    }


def _told(row: dict[str, Any], tooltip: Rows) -> dict[str, str]:
    return {part["title"]: _written(row[part["field"]], part.get("format", "")) for part in tooltip}


def _written(value: Any, form: str) -> str:
    """As the tooltip has it: d3 took Python's language of formats."""
    if value is None or value != value:
        return "–"
    if form in {".0%", ".1%"}:
        return percent(value, int(form[1]))
    return format(value, form).replace("-", "−") if form else str(value)
