"""Plant faults in contract, Lambda app and endpoint client, and count those that the tests find.

    .venv/bin/pip install -r scripts/requirements-mutate.txt -c requirements.txt
    .venv/bin/python scripts/mutate.py [--processes 2]

writes serverless/proofs/mutation.json; what survives is shown by `mutmut results` and
`mutmut show NAME` in runs/mutation. The files and the tests are in pyproject.toml, under
tool.mutmut.
"""

import argparse
import collections
import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPY = ROOT / "runs" / "mutation"  # of what is committed: mutmut leaves much behind
RECORD = ROOT / "serverless" / "proofs" / "mutation.json"
MUTMUT = Path(sys.executable).with_name("mutmut")


def copy_what_is_committed() -> None:
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    command = "git archive HEAD | tar x -C runs/mutation"
    subprocess.run(["bash", "-c", command], cwd=ROOT, check=True)  # noqa: S607


def verdicts() -> dict[str, collections.Counter[str]]:
    """For each file, how many mutants were killed, survived and so on."""
    lines = subprocess.run(
        [MUTMUT, "results", "--all", "true"], cwd=COPY, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for line in lines:
        name, separator, verdict = line.strip().rpartition(": ")
        if separator:
            counts[name.partition(".x")[0]][verdict] += 1
    return counts


def record() -> str:
    """Write what is known so far; a run that was stopped leaves mutants that were not checked."""
    files = verdicts()
    total = sum(files.values(), collections.Counter[str]())
    n_checked = total.total() - total["not checked"]
    n_killed = total["killed"] + total["timeout"]
    share = n_killed / n_checked
    found = {"share_killed": round(share, 4), "checked": n_checked, "total": total, "files": files}
    RECORD.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    return f"{n_killed} of {n_checked} killed, {share:.1%}; {total['not checked']} not checked\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Mutation testing of contract and Lambda.")
    parser.add_argument("--processes", type=int, default=2)
    processes: int = parser.parse_args().processes
    copy_what_is_committed()
    subprocess.run([MUTMUT, "run", "--max-children", str(processes)], cwd=COPY, check=False)
    sys.stdout.write(record())


if __name__ == "__main__":
    main()
