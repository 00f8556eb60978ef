"""Charts as SVG and PNG, drawn without a browser."""

import json

import vl_convert

from dashboard.charts import told
from dashboard.charts.style import Chart

_WIDTH = 560


def svg(chart: Chart) -> str:
    drawn: str = vl_convert.vegalite_to_svg(_still(chart))
    return drawn


def png(chart: Chart) -> bytes:
    picture: bytes = vl_convert.vegalite_to_png(_still(chart), scale=2, ppi=144)
    return picture


def _still(chart: Chart) -> str:
    """Without its clicks: a picture has none."""
    spec = told.spec(chart.properties(width=_WIDTH))
    spec.pop("params", None)
    return json.dumps(spec)
