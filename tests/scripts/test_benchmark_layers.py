"""`scripts/benchmark.py` without --peers, for the layers that need no server."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.mark.parametrize("layer", ["TF-IDF + logistic regression", "model alone, explaining"])
def test_a_layer_is_measured_on_all_its_batches(layer: str) -> None:
    code = (
        f"import json; from benchmark import measure; print(json.dumps(measure({layer!r}, None)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=SCRIPTS, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert 0 < found["p50_ms"] <= found["p99_ms"]
    assert found["reviews_per_s"] > 0
