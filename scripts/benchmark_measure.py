"""One stage of one row of `scripts/benchmark.py --peers`, in this process alone.

    python scripts/benchmark_measure.py fit|first|judge|one|many ROW WORK SECONDS STARTED

`fit` learns, `first` loads and answers once, `judge` measures how right the row is, `one` single
reviews, and `many` waits for the end of standard input and measures reviews a second. WORK holds
the reviews, as benchmark_table.py wrote them, and the fitted peers. The last line printed is the
result, as JSON.
"""

import json
import sys
import time
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmark_peers import ROWS, Loaded, Row

N_SINGLE = 300
ENOUGH_FOR_P99 = 100

Result = dict[str, Any]


def read(work: Path, name: str) -> Any:
    return json.loads((work / f"{name}.json").read_text("utf-8"))


def fit(row: Row, work: Path) -> Result:
    assert row.fit is not None
    training = read(work, "training")
    started = time.perf_counter()
    row.fit(work / row.folder, training["texts"], training["labels"])
    return {"fit_s": round(time.perf_counter() - started, 1)}


def first(row: Row, work: Path, started: float) -> tuple[Loaded, Result]:
    """From the start of this process to its first answer."""
    loaded = row.load(work / row.folder)
    loaded.score(loaded.prepare(["A warm, funny and clever film. I loved it."]))
    taken = round(time.time() - started, 2)
    return loaded, {"first_answer_s": taken, "resident_mb": megabytes("VmRSS")}


def judge(row: Row, work: Path, started: float) -> Result:
    """Memory, and with labelled reviews how right it is."""
    loaded, figures = first(row, work, started)
    size = sum(path.stat().st_size for path in row.files(work / row.folder) if path.is_file())
    figures |= {"disk_mb": round(size / 1e6, 1)} | validate(row, loaded, work)
    return figures | {"peak_mb": megabytes("VmHWM")}


def one(row: Row, work: Path, limit_s: float) -> Result:
    loaded = row.load(work / row.folder)
    return latency(loaded, loaded.prepare(read(work, "speed")), limit_s)


def latency(loaded: Loaded, inputs: list[Any], limit_s: float) -> Result:
    """Of as many single reviews as there is time for, ten at least."""
    for given in inputs[:10]:  # warm
        loaded.score([given])
    ends, milliseconds = time.perf_counter() + limit_s, list[float]()
    for given in inputs[:N_SINGLE]:
        started = time.perf_counter()
        loaded.score([given])
        milliseconds.append(1000 * (time.perf_counter() - started))
        if time.perf_counter() > ends and len(milliseconds) >= 10:
            break
    n = len(milliseconds)
    p50, p99 = (round(sorted(milliseconds)[int(n * share)], 3) for share in (0.5, 0.99))
    return {"p50_ms": p50, "p99_ms": p99 if n >= ENOUGH_FOR_P99 else None, "n_single": n}


def validate(row: Row, loaded: Loaded, work: Path) -> Result:
    """Accuracy and calibration on films that nothing was fitted on."""
    validation = read(work, "validation")
    if not validation["texts"] or loaded.prepare is not list:  # a part of a row has none of its own
        return {}
    if row.published:
        return {"accuracy": row.published, "published": True}
    import numpy as np

    from model.evaluate import expected_calibration_error

    inputs, labels = loaded.prepare(validation["texts"]), np.array(validation["labels"])
    parts = [inputs[i : i + row.batch] for i in range(0, len(inputs), row.batch)]
    p = np.concatenate([np.asarray(loaded.score(part), dtype=np.float64) for part in parts])
    right = (p >= 0.5) == (labels == 1)
    ece = expected_calibration_error(np.maximum(p, 1 - p), right) if row.calibrated else None
    return {"accuracy": round(float(right.mean()), 4), "ece": ece and round(ece, 4)}


def many(row: Row, work: Path, limit_s: float) -> Result:
    """Reviews a second of this process, at work together with its twin where there is one."""
    loaded = row.load(work / row.folder)
    inputs = loaded.prepare(read(work, "speed"))
    batches = [inputs[i : i + row.batch] for i in range(0, len(inputs), row.batch)]
    loaded.score(batches[0])  # warm
    print("ready", flush=True)
    sys.stdin.read()
    done, started = 0, time.perf_counter()
    for batch in cycle(batches):
        loaded.score(batch)
        done += len(batch)
        if (taken := time.perf_counter() - started) > limit_s:
            break
    return {"reviews_per_s": done / taken, "peak_mb": megabytes("VmHWM")}


def megabytes(field: str) -> int:
    """VmRSS, resident now, or VmHWM, at most. Where there is no /proc, at most in both cases.

    getrusage would begin with the parent process's peak on Linux.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return round(int(found[field].split()[0]) / 1000)
    import resource

    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)  # macOS: bytes


def main(stage: str, name: str, work: Path, seconds: float, started: float) -> Result:
    row = ROWS[name]
    stages = {
        "fit": lambda: fit(row, work),
        "first": lambda: first(row, work, started)[1],
        "judge": lambda: judge(row, work, started),
        "one": lambda: one(row, work, 4 * seconds),
        "many": lambda: many(row, work, seconds),
    }
    try:
        return stages[stage]()
    except ModuleNotFoundError as error:
        return {"stopped": f"not installed: {error.name}"}


if __name__ == "__main__":
    stage, name, work, seconds, started = sys.argv[1:]
    print(json.dumps(main(stage, name, Path(work), float(seconds), float(started))))
