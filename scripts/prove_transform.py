"""Kill a Batch Transform of a million rows 20 times, and compare it with one that was left alone.

    .venv/bin/python scripts/prove_transform.py [--rows 1000000] [--kills 20]

writes model/cloud/proofs/transform.json. Takes about twenty minutes, for moto stands for S3 and
SageMaker on this machine, and the project's own model server answers every row.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.model.cloud.transform_proof import cloud, prove

RECORD = ROOT / "model" / "cloud" / "proofs" / "transform.json"


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill a Batch Transform again and again.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, cloud() as running:
        record = prove(running, Path(folder), asked.rows, asked.kills)
    text = json.dumps(record, indent=1) + "\n"
    RECORD.write_text(text)
    sys.stdout.write(text)
    if record["sha256_killed"] != record["sha256_undisturbed"]:
        sys.exit("What was killed does not end as what was left alone.")


if __name__ == "__main__":
    main()
