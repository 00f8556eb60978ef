"""`scripts/benchmark.py` says what is wrong before it measures, and waits for nothing dead."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"


def python(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=SCRIPTS,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    return done.stderr.strip()


@pytest.mark.parametrize("option", ["--out", "--picture"])
def test_a_folder_that_is_missing_is_said_first(option: str, tmp_path: Path) -> None:
    said = python("benchmark.py", option, str(tmp_path / "missing/b.json"))
    assert said == f"There is no folder {tmp_path}/missing to write b.json to. Make it."


@pytest.mark.parametrize("program", ["exit 1", "exec sleep 300"])
def test_a_dashboard_that_does_not_come_is_not_waited_for(program: str) -> None:
    code = f"""
import subprocess
from benchmark import wait_for
with subprocess.Popen(["sh", "-c", {program!r}]) as run:
    try:
        wait_for("http://127.0.0.1:1", run, patience_s=1)
    finally:
        run.terminate()
"""
    assert "./scripts/run does not start the dashboard" in python("-c", code)


def test_a_dashboard_is_ended_if_its_page_fails(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/run").write_text("#!/bin/sh\nexec sleep 300\n")
    (tmp_path / "scripts/run").chmod(0o755)
    code = f"""
import pathlib
import benchmark
def fails(url, run):
    raise SystemExit("no verdict")
benchmark.ROOT, benchmark.ask_the_page = pathlib.Path({str(tmp_path)!r}), fails
benchmark.measure_layers(None)
"""
    assert python("-c", code) == "no verdict"
