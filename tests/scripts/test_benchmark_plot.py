"""The picture of accuracy against speed, drawn from a small made-up table."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ROWS: dict[str, dict[str, Any]] = {
    "Counting": {"accuracy": 0.7, "reviews_per_s": 90_000},
    "Reading": {"accuracy": 0.928, "reviews_per_s": 2.5, "published": True},
    "Ours": {"accuracy": 0.92, "reviews_per_s": 15_000},
    "Near ours": {"accuracy": 0.919, "reviews_per_s": 14_000},
    "Not judged": {"reviews_per_s": 10},
    "Gone": {"stopped": "not installed: gone"},
}
DRAWN = ["Counting", "Reading", "Ours", "Near ours"]
TITLES = ["How often right, and how fast", "Reviews of unseen films judged right"]


def draw(rows: dict[str, Any], picture: Path) -> str:
    table = picture.with_name("benchmark.json")
    table.write_text(json.dumps({"peers": {"rows": rows}}))
    script = str(ROOT / "scripts/benchmark_plot.py")
    command = [sys.executable, "-W", "error", script, str(table), str(picture)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Any:
    picture = tmp_path_factory.mktemp("picture") / "picture.json"
    draw(ROWS, picture)
    return json.loads(picture.read_text("utf-8"))


def test_every_row_with_both_figures_is_a_point(spec: Any) -> None:
    (points,) = spec["datasets"].values()
    assert {p["title"]: (p["right"], p["rate"]) for p in points} == {
        title: (ROWS[title]["accuracy"], ROWS[title]["reviews_per_s"]) for title in DRAWN
    }


def test_every_point_is_named(spec: Any) -> None:
    named = json.dumps([part for part in spec["layer"] if part["mark"]["type"] == "text"])
    assert [title for title in DRAWN if f"datum.title === '{title}'" in named] == DRAWN


def test_titles(spec: Any) -> None:
    axes = spec["layer"][0]["encoding"]
    assert [spec["title"]["text"], axes["y"]["title"]] == TITLES
    assert axes["x"]["title"] == "Reviews per second, on two cores"
    assert axes["x"]["scale"]["type"] == "log"


def test_points_are_inside(spec: Any) -> None:
    axes = spec["layer"][0]["encoding"]
    for row in (ROWS[title] for title in DRAWN):
        for axis, value in (("x", row["reviews_per_s"]), ("y", row["accuracy"])):
            low, high = axes[axis]["scale"]["domain"]
            assert low <= value <= high


def test_nothing_to_draw_is_one_sentence(tmp_path: Path) -> None:
    said = draw({"Not judged": ROWS["Not judged"]}, tmp_path / "picture.svg")
    assert said.startswith("No picture: no row has both accuracy and speed")
    assert not (tmp_path / "picture.svg").exists()


def test_svg_and_png(tmp_path: Path) -> None:
    draw(ROWS, tmp_path / "picture.svg")
    drawn = (tmp_path / "picture.svg").read_text("utf-8")
    assert [text for text in [*DRAWN, *TITLES] if text not in drawn] == []
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
