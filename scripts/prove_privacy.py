"""Send 10,000 requests with canaries through Lambda and model server; look for them in the logs.

    .venv/bin/python scripts/prove_privacy.py [--n 10000]

writes serverless/proofs/privacy.json. Takes about three minutes.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from model.artifact import DEFAULT_ARTIFACT
from tests.serverless.canaries import send

RECORD = ROOT / "serverless" / "proofs" / "privacy.json"


def main() -> None:
    parser = argparse.ArgumentParser(description="Look for canaries in logs and metrics.")
    parser.add_argument("--n", type=int, default=10_000, help="requests (default: 10,000)")
    n: int = parser.parse_args().n
    with tempfile.TemporaryDirectory() as folder:
        written = send(n, DEFAULT_ARTIFACT, Path(folder) / "log")
    found = {
        "requests": written.n_requests,
        "statuses": written.statuses,
        "log_lines": len(written.log.splitlines()),
        "metric_lines": len(written.metrics.splitlines()),
        "model_server_log_lines": len(written.model_server_log.splitlines()),
        "canaries_found": written.n_canaries(),
    }
    RECORD.write_text(json.dumps(found, indent=1) + "\n")
    sys.stdout.write(f"{found}\n")
    if found["canaries_found"]:
        sys.exit("A caller's words were written down.")


if __name__ == "__main__":
    main()
