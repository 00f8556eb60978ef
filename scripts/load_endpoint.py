"""Open-loop load on the model server alone, as SageMaker asks it: where is its knee?

    .venv/bin/python scripts/load_endpoint.py [--seconds 10] [--rates 50 100 ...] [--out knee.json]

The method is that of scripts/load.py, with one review a request to /invocations, as the Lambda asks
for a single review. A third of the knee is what autoscaling aims at: `requests_per_minute` in
model/cloud/settings.py. The record, model/cloud/proofs/knee.json, also has the processor time of a
request, which another program on the machine does not change much.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import tyro
from benchmark_layers import ROOT
from load import keep, knee_of, machine, run, search

sys.path.insert(0, str(ROOT))

from serverless.model_process import ModelProcess, free_port

RATES = (25, 50, 75, 100, 150, 200, 250, 300, 400, 500, 600, 800)


@dataclass(frozen=True)
class Settings:
    """Find the knee of one model server."""

    seconds: float = 10
    """How long each rate is offered."""
    rates: tuple[int, ...] = RATES
    """Requests per second, in rising order; the search stops behind the knee."""
    out: Path = ROOT / "model" / "cloud" / "proofs" / "knee.json"


def measure(settings: Settings) -> dict[str, Any]:
    with ModelProcess(port := free_port()) as model:
        model.wait_until_ready()
        address = f"http://127.0.0.1:{port}/invocations"
        run(address, settings.rates[0], settings.seconds)  # warm
        before = _processor_s()
        steps = search(address, settings.rates, settings.seconds)
        spent = _processor_s() - before
    n_requests = sum(sum(step["statuses"].values()) for step in steps)
    return {
        "command": " ".join(["scripts/load_endpoint.py", *sys.argv[1:]]),
        "machine": machine(),
        "knee_per_s": knee_of(steps),
        "processor_ms_a_request": round(1000 * spent / n_requests, 2),
        "steps": steps,
    }


def _processor_s() -> float:
    """What the model server, our only child, has used."""
    [server] = psutil.Process().children()
    times = server.cpu_times()
    return float(times.user + times.system)


def main() -> None:
    settings = tyro.cli(Settings, description=__doc__)
    keep(measure(settings), settings.out)


if __name__ == "__main__":
    main()
