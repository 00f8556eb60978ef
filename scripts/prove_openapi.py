"""Run schemathesis with 10,000 generated requests against the whole chain on this machine.

    .venv/bin/python scripts/prove_openapi.py [--n 10000]

writes serverless/proofs/openapi.json. Takes some minutes on an idle machine.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from dashboard.api.embedded import EmbeddedStack
from tests.serverless.fuzz import fuzz

RECORD = ROOT / "serverless" / "proofs" / "openapi.json"


def main() -> None:
    parser = argparse.ArgumentParser(description="Generated requests against the real chain.")
    parser.add_argument("--n", type=int, default=10_000, help="requests (default: 10,000)")
    n: int = parser.parse_args().n
    stack = EmbeddedStack()
    try:
        with tempfile.TemporaryDirectory() as folder:
            found = fuzz(stack.url(), n, Path(folder))
    finally:
        stack.stop()
    sys.stdout.write(found.pop("said"))
    RECORD.write_text(json.dumps(found, indent=1) + "\n")
    sys.exit(found["status"])


if __name__ == "__main__":
    main()
