"""The table of `scripts/benchmark.py --peers`: prepares the reviews, runs each row, compares.

Each stage of each row is a process of its own (benchmark_measure.py), one row after the other.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmark_layers import ROOT, films, reviews, samples
from benchmark_measure import N_SINGLE
from benchmark_peers import ROWS

N_FIRST_ANSWERS = 3
N_TURNS = 3
N_LABELLED = 25_000  # of the whole data, which splits as it did when ours was trained
INSTALL = (
    "Rows not installed: `.venv/bin/pip install -r scripts/requirements-peers.txt "
    "-c requirements.txt` installs what they need."
)
COLUMNS = {
    "accuracy": "right", "ece": "ECE", "p50_ms": "p50 ms", "p99_ms": "p99 ms",
    "reviews_per_s": "reviews/s", "ours_is": "ours is", "first_answer_s": "first answer s",
    "resident_mb": "then MB", "peak_mb": "peak MB", "disk_mb": "disk MB",
}  # fmt: skip

Result = dict[str, Any]
Table = dict[str, Result]


def measure(data: Path | None, names: list[str], seconds: float) -> Result:
    """Every row by its title, and what it was measured on."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        counts = write_reviews(Path(folder), data)
        rows = {name: row(name, Path(folder), seconds) for name in names}
        speeds = in_turns([n for n in names if "stopped" not in rows[n]], Path(folder), seconds)
    for name, turns in speeds.items():
        rows[name] |= medians(turns, speeds.get("ours", []), rows[name]["peak_mb"])
    if data and sum(counts.values()) != N_LABELLED:
        print("Ours learned from some of these films: only on the whole data are they new to it.")
    return {
        "fitted_on": "IMDB training films" if data else "the sample file",
        **counts,
        "rows": {ROWS[name].title: result for name, result in rows.items()},
    }


def write_reviews(work: Path, data: Path | None) -> Result:
    """For the rows' processes: reviews to learn from, to be judged on, to be timed on."""
    if data:
        frames = dict(zip(("training", "validation"), films(data), strict=True))
        parts = {k: (f.text.tolist(), f.label.tolist()) for k, f in frames.items()}
    else:
        rows = samples()
        labels = [int(int(row["stars"]) > 3) for row in rows]
        parts = {"training": ([r["review"] for r in rows], labels), "validation": ([], [])}
    for name, (texts, labels) in parts.items():
        (work / f"{name}.json").write_text(json.dumps({"texts": texts, "labels": labels}), "utf-8")
    (work / "speed.json").write_text(json.dumps(reviews(N_SINGLE)), "utf-8")
    return {f"n_{name}": len(texts) for name, (texts, _) in parts.items()}


def row(name: str, work: Path, seconds: float) -> Result:
    """What a row learns, weighs and gets right, or {"stopped": why}."""
    print(f"{ROWS[name].title} …", file=sys.stderr, flush=True)
    result = fit(name, work, seconds) if ROWS[name].fit else {}
    if "stopped" not in result:
        result |= finish(start("judge", name, work, seconds, 1))
    if name == "ours" and "stopped" not in result:
        again = [finish(start("first", name, work, seconds, 1)) for _ in range(N_FIRST_ANSWERS)]
        result["first_answers_s"] = [r["first_answer_s"] for r in (result, *again)]
    return result


def in_turns(names: list[str], work: Path, seconds: float) -> dict[str, list[Result]]:
    """The speed of every row, one after the other and all over again: a machine's pace changes
    within minutes."""
    turns = dict[str, list[Result]]()
    for turn in range(N_TURNS):
        for name in names:
            print(f"speed, turn {turn + 1}: {ROWS[name].title} …", file=sys.stderr, flush=True)
            single = finish(start("one", name, work, seconds, 1))
            turns.setdefault(name, []).append(single | together(name, work, seconds))
    return turns


def medians(turns: list[Result], ours: list[Result], peak: int) -> Result:
    """Of each figure over the turns. How many times as many reviews a second ours judges is
    compared within each turn."""
    if stopped := [turn for turn in turns if "stopped" in turn]:
        return stopped[0]
    result: Result = {"reviews_per_s_of_turns": [turn["reviews_per_s"] for turn in turns]}
    for figure in ("p50_ms", "p99_ms", "reviews_per_s"):
        if known := [turn[figure] for turn in turns if turn[figure] is not None]:
            result[figure] = statistics.median(known)
    if ours and not any("stopped" in turn for turn in ours):
        pairs = zip(ours, turns, strict=True)
        ratios = [mine["reviews_per_s"] / theirs["reviews_per_s"] for mine, theirs in pairs]
        result["ours_is"] = float(f"{statistics.median(ratios):.3g}")
    return result | {"peak_mb": max(peak, *(turn["peak_mb"] for turn in turns))}


def fit(name: str, work: Path, seconds: float) -> Result:
    """Once for each folder. On one core: threads that wait for a busy one take ages."""
    folder = work / ROWS[name].folder
    if (folder / "fitted").exists():
        return {}
    folder.mkdir(exist_ok=True)
    result = finish(start("fit", name, work, seconds, 1))
    if "stopped" not in result:
        (folder / "fitted").touch()
    return result


def together(name: str, work: Path, seconds: float) -> Result:
    """Reviews a second with every core at work: the row's processes, or one and its threads."""
    n = min(ROWS[name].processes, cores())
    workers = [start("many", name, work, seconds, cores() // n) for _ in range(n)]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()  # it is ready, or has stopped
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.close()  # go
    found = [finish(worker) for worker in workers]
    if stopped := [result for result in found if "stopped" in result]:
        return stopped[0]
    rate = sum(result["reviews_per_s"] for result in found)
    return {
        "reviews_per_s": round(rate, 1 if rate < 100 else None),
        "peak_mb": max(result["peak_mb"] for result in found),
    }


def cores() -> int:
    return min(2, os.cpu_count() or 1)


def start(
    stage: str, name: str, work: Path, seconds: float, threads: int
) -> "subprocess.Popen[str]":
    script = str(ROOT / "scripts/benchmark_measure.py")
    command = [sys.executable, script, stage, name, str(work), str(seconds), str(time.time())]
    count = str(threads)
    return subprocess.Popen(
        command,
        env=os.environ | {"BENCHMARK_THREADS": count, "NUMBA_NUM_THREADS": count},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def finish(worker: "subprocess.Popen[str]") -> Result:
    """What the process printed last; what it said of an error is on the screen already."""
    assert worker.stdout is not None
    printed = worker.stdout.read()
    if worker.wait():
        return {"stopped": "failed"}
    result: Result = json.loads(printed.splitlines()[-1])
    return result


def markdown(rows: Table) -> str:
    lines = ["| | " + " | ".join(COLUMNS.values()) + " |", "| --- |" + " --- |" * len(COLUMNS)]
    for title, result in rows.items():
        cells = [cell(column, result) for column in COLUMNS]
        if "stopped" in result:
            cells[0] = result["stopped"]
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    if any("not installed" in result.get("stopped", "") for result in rows.values()):
        lines += ["", INSTALL]
    return "\n".join(lines)


def cell(column: str, result: Result) -> str:
    value = result.get(column)
    if value is None:
        return ""
    if column == "accuracy":
        return f"{value:.1%}" + (" (published)" if "published" in result else "")
    return f"{value:,} times" if column == "ours_is" else f"{value:,}"
