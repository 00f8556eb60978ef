"""`scripts/load.py` from end to end, with a few requests."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_few_requests(tmp_path: Path) -> None:
    out = tmp_path / "load.json"
    command = [sys.executable, str(ROOT / "scripts/load.py"), "--out", str(out)]
    done = subprocess.run(
        [*command, "--seconds", "1", "--rates", "3"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    record = json.loads(out.read_text("utf-8"))
    [step] = record["steps"]
    assert step["statuses"] == {"200": 3}
    assert 0 < step["ms"]["p50"] <= step["ms"]["max"]
    assert record["at_twice_the_knee"]["goodput_per_s"] > 0
    assert min(record["at_twice_the_knee"]["resident_mb"]) > 0
