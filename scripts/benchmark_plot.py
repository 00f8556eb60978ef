"""The picture of `scripts/benchmark.py --peers`: accuracy against speed.

    .venv/bin/python scripts/benchmark_plot.py benchmark.json PICTURE.svg

draws a saved table anew. A PNG is saved beside an SVG; both need vl-convert-python
(requirements-peers.txt). A name that ends in .json gets the chart's own description.
"""

import json
import math
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, NamedTuple

import altair as alt
import pandas as pd
import tyro

OURS, PEER, PUBLISHED = (
    "ours",
    "measured in the same run",
    "speed measured too, accuracy published, on other reviews",
)
COLOURS = {OURS: "#2563eb", PEER: "#52606d", PUBLISHED: "#c2570a"}
TEXT, GRID = "#1f2933", "#e4e7eb"
WIDTH, HEIGHT, FONT = 640, 380, 12

Table = dict[str, dict[str, Any]]
Side = tuple[Literal["left", "center", "right"], int, int]  # align, dx, dy of a name
SIDES: list[Side] = [("left", 11, 0), ("right", -11, 0), ("center", 0, -15), ("center", 0, 16)]


def points(rows: Table) -> pd.DataFrame:
    """The rows that have both figures."""
    found = [
        {
            "title": title,
            "right": row["accuracy"],
            "rate": row["reviews_per_s"],
            "kind": kind(title, row),
        }
        for title, row in rows.items()
        if "accuracy" in row and "reviews_per_s" in row
    ]
    return pd.DataFrame(found)


def kind(title: str, row: dict[str, Any]) -> str:
    if row.get("published"):
        return PUBLISHED
    return OURS if title.lower() == "ours" else PEER


def chart(rows: Table) -> alt.LayerChart:
    data = points(rows)
    x_domain = [data.rate.min() / 3, data.rate.max() * 3]
    y_domain = [math.floor(20 * data.right.min() - 0.3) / 20, math.ceil(20 * data.right.max()) / 20]
    base = alt.Chart(data).encode(
        x=alt.X("rate:Q", title="Reviews per second, on two cores")
        .scale(type="log", domain=x_domain, nice=False)
        .axis(format=",~r", values=[10.0**i for i in range(-1, 8)]),
        y=alt.Y("right:Q", title="Reviews of unseen films judged right")
        .scale(domain=y_domain, nice=False)
        .axis(format=".0%", tickCount=7),
        color=alt.Color("kind:N", title=None)
        .scale(domain=list(COLOURS), range=list(COLOURS.values()))
        .legend(orient="bottom"),
    )
    dots = base.mark_point(filled=True, size=110, opacity=1)
    return styled(alt.layer(dots, *names(base, data, x_domain, y_domain)))


def names(
    base: alt.Chart, data: pd.DataFrame, x_domain: list[float], y_domain: list[float]
) -> Iterator[alt.Chart]:
    """Each point's name on the side of it where it is least in the way."""
    low, high = map(math.log, x_domain)
    across = WIDTH * (data.rate.map(math.log) - low) / (high - low)
    down = HEIGHT * (y_domain[1] - data.right) / (y_domain[1] - y_domain[0])
    dots = [Box(x - 6, y - 6, x + 6, y + 6) for x, y in zip(across, down, strict=True)]
    taken = [*dots, Box(-999, -999, 0, 999), Box(WIDTH, -999, 2 * WIDTH, 999)]
    for title, dot in zip(data.title, dots, strict=True):
        sides = {side: label_box(dot, title, side) for side in SIDES}
        side = min(sides, key=lambda side: sum(sides[side].shared(other) for other in taken))
        taken.append(sides[side])
        align, dx, dy = side
        one = base.transform_filter(alt.datum.title == title)
        yield one.mark_text(align=align, dx=dx, dy=dy, fontSize=FONT).encode(text="title:N")


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def shared(self, other: "Box") -> float:
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, wide) * max(0.0, high)


def label_box(dot: Box, title: str, side: Side) -> Box:
    align, dx, dy = side
    x, y = (dot.left + dot.right) / 2 + dx, (dot.top + dot.bottom) / 2 + dy
    width = 0.55 * FONT * len(title)
    left = x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    return Box(left, y - FONT / 2, left + width, y + FONT / 2)


def styled(layers: alt.LayerChart | alt.FacetChart) -> alt.LayerChart:
    result: alt.LayerChart = (
        layers.properties(
            width=WIDTH,
            height=HEIGHT,
            background="white",
            title=alt.Title(
                "How often right, and how fast",
                subtitle="Raw text in, probability out. Up and to the right is better.",
            ),
        )
        .configure(font="sans-serif", padding=16)
        .configure_title(anchor="start", color=TEXT, fontSize=18, subtitleColor=TEXT, offset=12)
        .configure_axis(labelColor=TEXT, titleColor=TEXT, gridColor=GRID, labelFontSize=12)
        .configure_legend(labelColor=TEXT, labelFontSize=12, labelLimit=WIDTH)
        .configure_view(stroke=None)
    )
    return result


def save(rows: Table, picture: Path) -> str:
    """Draw it, and say in a sentence what came of it."""
    if points(rows).empty:
        return "No picture: no row has both accuracy and speed (accuracy needs --data)."
    if picture.suffix != ".json" and find_spec("vl_convert") is None:
        return "No picture: vl-convert-python is missing (scripts/requirements-peers.txt)."
    picture.parent.mkdir(parents=True, exist_ok=True)
    drawn = chart(rows)
    drawn.save(str(picture))
    if picture.suffix == ".svg":
        drawn.save(str(picture.with_suffix(".png")), scale_factor=2)
    return f"Drawn: {picture}"


def main(table: tyro.conf.Positional[Path], picture: tyro.conf.Positional[Path]) -> None:
    """Draw the table that scripts/benchmark.py --peers wrote."""
    print(save(json.loads(table.read_text("utf-8"))["peers"]["rows"], picture))


if __name__ == "__main__":
    tyro.cli(main)
