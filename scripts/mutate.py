"""Plant faults in contract, Lambda app and endpoint client, and count those that the tests find.

    .venv/bin/pip install -r scripts/requirements-mutate.txt -c requirements.txt
    .venv/bin/python scripts/mutate.py [--processes 2]

writes serverless/proofs/mutation.json; what survives is shown by `mutmut results` and
`mutmut show NAME` in runs/mutation. Started again it goes on: it checks what was not checked or
has changed since, and once more what survived; without runs/mutation it begins anew. The files
and the tests are in pyproject.toml, under tool.mutmut.
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
MUTANTS = COPY / "mutants"  # planted faults and verdicts, and a second copy of the tests
MUTMUT = Path(sys.executable).with_name("mutmut")


def copy_what_is_committed() -> None:
    """All but the mutants and what is known of them is made anew."""
    COPY.mkdir(parents=True, exist_ok=True)
    for folder in [*COPY.iterdir(), MUTANTS / "tests"]:
        if folder.is_dir() and folder != MUTANTS:
            shutil.rmtree(folder)
    command = "git archive HEAD | tar x -C runs/mutation"
    subprocess.run(["bash", "-c", command], cwd=ROOT, check=True)  # noqa: S607


def check(processes: int, *names: str) -> None:
    """The named mutants, or all that have no verdict."""
    command = [str(MUTMUT), "run", "--max-children", str(processes), *names]
    subprocess.run(command, cwd=COPY, check=False)


def verdicts() -> dict[str, str]:
    """By mutant: killed, survived and so on."""
    lines = subprocess.run(
        [MUTMUT, "results", "--all", "true"], cwd=COPY, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    found = (line.strip().rpartition(": ") for line in lines)
    return {name: verdict for name, separator, verdict in found if separator}


def survivors() -> list[str]:
    return [name for name, verdict in verdicts().items() if verdict in {"survived", "no tests"}]


def record() -> str:
    """Write what is known so far; a run that was stopped leaves mutants that were not checked."""
    files: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for name, verdict in verdicts().items():
        files[name.partition(".x")[0]][verdict] += 1
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
    goes_on = MUTANTS.exists()
    copy_what_is_committed()
    check(processes)
    if goes_on and (names := survivors()):
        check(processes, *names)
    sys.stdout.write(record())


if __name__ == "__main__":
    main()
