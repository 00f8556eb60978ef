"""`scripts/load.py` and `load_endpoint.py` from end to end, with a few requests."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def measure(script: str, out: Path, rate: int) -> dict[str, Any]:
    command = [sys.executable, str(ROOT / "scripts" / script), "--out", str(out)]
    done = subprocess.run(
        [*command, "--seconds", "1", "--rates", str(rate)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    record: dict[str, Any] = json.loads(out.read_text("utf-8"))
    [step] = record["steps"]
    assert step["statuses"] == {"200": rate}
    assert 0 < step["ms"]["p50"] <= step["ms"]["max"]
    assert record["knee_per_s"] == (rate if step["in_time"] >= 0.99 else 0)
    return record


def test_a_few_requests(tmp_path: Path) -> None:
    record = measure("load.py", tmp_path / "load.json", rate=3)
    turns = record["knee_and_twice_the_knee"]
    assert [[step["offered_per_s"] for step in turn] for turn in turns] == [[3, 6]] * 3
    assert 0 < record["goodput_at_twice_the_knee"] <= 2
    assert min(record["resident_mb"]) > 0


def test_a_few_requests_to_the_endpoint_alone(tmp_path: Path) -> None:
    record = measure("load_endpoint.py", tmp_path / "knee.json", rate=40)
    # Some milliseconds; the server's start alone would make it a hundred and more.
    assert 0.2 < record["processor_ms_a_request"] < 40
