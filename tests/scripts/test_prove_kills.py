"""`scripts/prove_kills.py`, small: a job killed twice, in processes of its own."""

import json
import subprocess
import sys
from pathlib import Path

from model.contract.limits import MAX_REVIEWS

ROOT = Path(__file__).parents[2]


def test_a_killed_job_loses_and_repeats_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "scripts/prove_kills.py", "--kills", "2", "--rows", "16000"]
    subprocess.run([*command, "--json", str(tmp_path / "proof.json")], cwd=ROOT, check=True)
    proof = json.loads((tmp_path / "proof.json").read_text())
    assert proof.pop("under_way_at_a_kill") <= 2 * 16 * MAX_REVIEWS
    assert proof == {
        "rows": 16000,
        "kills": 2,
        "rows_in_the_output": 16000,
        "rows_wrong": 0,
        "known_and_asked_again": 0,
    }
