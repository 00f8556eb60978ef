"""Inject every fault of the endpoint 100 times with the Lambda's real timeouts, and record it.

    .venv/bin/python scripts/prove_faults.py [--n 100]

writes serverless/proofs/faults.json: for each fault, how many callers got the documented problem
with their correlation id, and how long the slowest waited; and outage.json: what retries and
circuit breaker make of an endpoint that fails half of the time, or altogether. Takes about four
minutes.
"""

import argparse
import dataclasses
import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from serverless.settings import Settings
from tests.serverless.faults import EXPECTED, inject
from tests.serverless.outage import amplification, circuit

RECORD = ROOT / "serverless" / "proofs" / "faults.json"
WITHIN_S = 29


def prove_outage() -> None:
    found = {
        "amplification_at_half_failing": amplification(0.5, 1000),
        "circuit": dataclasses.asdict(circuit(Settings("reviews"))),
    }
    sys.stdout.write(f"{found}\n")
    (RECORD.parent / "outage.json").write_text(json.dumps(found, indent=1) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="Every fault of the endpoint, at real timeouts.")
    parser.add_argument("--n", type=int, default=100, help="callers at once (default: 100)")
    n: int = parser.parse_args().n
    prove_outage()
    found = {}
    for fault, status in EXPECTED.items():
        injection = inject(fault, n, Settings(endpoint_name="reviews"))
        found[fault] = {"n": n, "status": status} | dataclasses.asdict(injection)
        sys.stdout.write(f"{fault}: {found[fault]}\n")
    RECORD.write_text(json.dumps(found, indent=1) + "\n")
    if any(each["n_good"] < n or each["slowest_s"] > WITHIN_S for each in found.values()):
        sys.exit("Some callers did not get what is documented, or not in time.")


if __name__ == "__main__":
    main()
