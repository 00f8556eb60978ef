"""How fast the embedded stack scores a large file, beside the model by itself, and in what memory.

    python scripts/benchmark_jobs.py [--rows 100000] [--rounds 3] [--json FILE]

“The model by itself” is `Predictor.predict` on the same reviews in requests of the same size, and
nothing else: no server, no JSON; in one process, and in as many as there are cores. The file is
scored by `python -m dashboard.jobs`, which starts the embedded stack. All take turns, since a
machine is never quite the same twice. Memory is what is resident, looked at
twice a second; a page that several processes share is divided among them (PSS).
"""

import argparse
import csv
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmark_layers import reviews

_TICK_S = 0.5
_SAMPLE = 6_000  # reviews for each process of the model by itself


@dataclass(frozen=True)
class Result:
    rows: int
    characters: int  # of one review, on average
    cores: int
    load_average: float  # of the last fifteen minutes: how busy the machine was
    one_process_rows_per_s: list[int]  # the model by itself
    all_cores_rows_per_s: list[int]  # one process of it for each core
    job_rows_per_s: list[int]  # from the first answer to the last
    share_of_one_process: float  # of the medians
    share_of_all_cores: float
    job_seconds: list[int]  # the whole command, with reading, starting and writing
    job_peak_mb: int  # of `python -m dashboard.jobs`
    stack_peak_mb: int  # of its children together: gateway with the Lambda's code, model server
    cpu_us_per_row: dict[str, int]  # the whole command's, which a busy machine hardly changes


def texts(n: int) -> list[str]:
    """All different: the same text is scored once."""
    return [f"Number {i}. {text} {text[:90]}" for i, text in enumerate(reviews(n))]


def model_by_itself(n_processes: int) -> tuple[float, float]:
    """Rows a second of all together, and the microseconds of processor time for each row."""
    command = [sys.executable, __file__, "--model-only"]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(n_processes)
    ]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()  # it is warm
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    figures = [json.loads(process.communicate()[0]) for process in processes]
    return sum(rate for rate, _ in figures), statistics.mean(cpu for _, cpu in figures)


def model_only() -> None:
    """One process of it: says when it is warm, waits for a line, prints its figures."""
    from dashboard.jobs.batches import batches
    from model.artifact import DEFAULT_ARTIFACT, load_artifact
    from model.contract.schema import PredictionRequest, Review
    from model.predict import Predictor

    predictor = Predictor(load_artifact(DEFAULT_ARTIFACT))
    numbered = [Review(id=str(i), text=text) for i, text in enumerate(texts(_SAMPLE))]
    requests = [PredictionRequest(reviews=batch) for batch in batches(numbered)]
    predictor.predict(requests[0])
    print("warm", flush=True)
    sys.stdin.readline()
    started, cpu = time.perf_counter(), time.process_time()
    for request in requests:
        predictor.predict(request)
    taken, cpu = time.perf_counter() - started, time.process_time() - cpu
    print(json.dumps([_SAMPLE / taken, 1e6 * cpu / _SAMPLE]))


@dataclass
class Watch:
    """One run of the command, looked at twice a second."""

    done: list[tuple[float, int]] = field(default_factory=lambda: [(0.0, 0)])
    own_mb: float = 0
    stack_mb: float = 0
    cpu_s: dict[str, float] = field(default_factory=dict)
    seconds: float = 0

    def look(self, process: psutil.Popen, folder: Path) -> None:
        children = process.children(recursive=True)
        self.own_mb = max(self.own_mb, pss_mb(process))
        self.stack_mb = max(self.stack_mb, sum(map(pss_mb, children)))
        for each in (process, *children):
            times = each.cpu_times()
            self.cpu_s[" ".join(each.cmdline()[1:3])] = times.user + times.system
        self.done.append((time.perf_counter(), rows_done(folder)))


def job(file: Path, folder: Path) -> Watch:
    settings = {"SENTIMENT_DATA_DIR": str(folder / "jobs"), "SENTIMENT_API_URL": ""}
    command = [sys.executable, "-m", "dashboard.jobs", str(file), "-o", str(folder / "out.csv")]
    started, watch = time.perf_counter(), Watch()
    process = psutil.Popen(
        [*command, "--forget"], cwd=ROOT, env=os.environ | settings, stderr=subprocess.DEVNULL
    )
    while process.poll() is None:
        with suppress(psutil.NoSuchProcess, sqlite3.OperationalError):
            watch.look(process, folder)
        time.sleep(_TICK_S)
    assert process.returncode == 0
    watch.seconds = time.perf_counter() - started
    return watch


def pss_mb(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss) / 1e6


def rows_done(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "jobs/jobs.sqlite3")) as journal:
        row = journal.execute("SELECT n_done FROM jobs").fetchone()
    return int(row[0]) if row else 0


def rate(done: list[tuple[float, int]]) -> float:
    """Between the first and the last moment at which there was news."""
    news = [b for a, b in pairwise(done) if b[1] > a[1]]
    (since, before), (until, after) = news[0], news[-1]
    return (after - before) / (until - since)


def measure(rows: int, rounds: int) -> Result:
    all_texts, cores = texts(rows), os.cpu_count() or 1
    one, every, watches = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "reviews.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["review"], *([text] for text in all_texts)])
        for _ in range(rounds):
            one.append(model_by_itself(1))
            every.append(model_by_itself(cores))
            watches.append(job(folder / "reviews.csv", folder))
            sys.stderr.write(
                f"{one[-1][0]:,.0f} {every[-1][0]:,.0f} {rate(watches[-1].done):,.0f}\n"
            )
    rates = [rate(watch.done) for watch in watches]
    cpu = {name: 1e6 * seconds / rows for name, seconds in watches[-1].cpu_s.items()}
    cpu["the model by itself"] = one[-1][1]
    return Result(
        rows=rows,
        characters=round(statistics.mean(map(len, all_texts))),
        cores=cores,
        load_average=round(os.getloadavg()[2], 1),
        one_process_rows_per_s=[round(figure) for figure, _ in one],
        all_cores_rows_per_s=[round(figure) for figure, _ in every],
        job_rows_per_s=[round(figure) for figure in rates],
        share_of_one_process=share(rates, [figure for figure, _ in one]),
        share_of_all_cores=share(rates, [figure for figure, _ in every]),
        job_seconds=[round(watch.seconds) for watch in watches],
        job_peak_mb=round(max(watch.own_mb for watch in watches)),
        stack_peak_mb=round(max(watch.stack_mb for watch in watches)),
        cpu_us_per_row={name: round(value) for name, value in cpu.items()},
    )


def share(rates: list[float], of: list[float]) -> float:
    return round(statistics.median(rates) / statistics.median(of), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the scoring of a large file.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="also write the result here")
    parser.add_argument("--model-only", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.model_only:
        model_only()
        return
    text = json.dumps(asdict(measure(arguments.rows, arguments.rounds)), indent=2)
    print(text)
    if arguments.json:
        arguments.json.write_text(text + "\n")


if __name__ == "__main__":
    main()
