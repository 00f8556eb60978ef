"""Open-loop load through the whole local chain: gateway, Lambda code and model server.

    .venv/bin/python scripts/load.py [--seconds 10] [--rates 10 20 ...] [--out load.json]

Requests of one review leave at a constant rate, whether or not earlier ones have been answered, and
each is timed from the moment at which it was due: so a queue shows. The knee is the highest rate
at which 99 % of requests are answered in full within a second. Twice the knee then says what
overload does; the two take turns, since a machine is never quite the same twice.
Record: serverless/proofs/load.json. Measure on a quiet machine; the record says how busy it was.
"""

import asyncio
import json
import os
import platform
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import tyro
from benchmark_layers import ROOT, embedded_stack, payload, reviews

RATES = (10, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 240, 280, 320, 400)
IN_TIME_S = 1.0
ENOUGH = 0.99
TURNS = 3
REFUSED = {429, 503}
TIMEOUT = aiohttp.ClientTimeout(total=35)


@dataclass(frozen=True)
class Settings:
    """Find the knee, then offer twice as much."""

    seconds: float = 10
    """How long each rate is offered."""
    rates: tuple[int, ...] = RATES
    """Requests per second, in rising order; the search stops behind the knee."""
    out: Path = ROOT / "serverless" / "proofs" / "load.json"


@dataclass(frozen=True)
class Reply:
    status: int  # 0: no answer
    seconds: float
    says_when: bool  # it has a Retry-After


async def ask(session: aiohttp.ClientSession, url: str, body: bytes, due: float) -> Reply:
    await asyncio.sleep(due - time.monotonic())
    try:
        async with session.post(url, data=body) as answer:
            await answer.read()
            status, says_when = answer.status, "retry-after" in answer.headers
    except (aiohttp.ClientError, TimeoutError):
        status, says_when = 0, False
    return Reply(status, time.monotonic() - due, says_when)


async def offer(address: str, rate: float, seconds: float) -> list[Reply]:
    bodies = [json.dumps(payload([text])).encode() for text in reviews(200)]
    start = time.monotonic() + 0.2
    connector = aiohttp.TCPConnector(limit=0)
    headers = {"content-type": "application/json"}
    async with aiohttp.ClientSession(
        headers=headers, timeout=TIMEOUT, connector=connector
    ) as session:
        waiting = [
            ask(session, address, bodies[i % len(bodies)], start + i / rate)
            for i in range(round(rate * seconds))
        ]
        return await asyncio.gather(*waiting)


def summary(replies: list[Reply], rate: float, seconds: float) -> dict[str, Any]:
    good = [1000 * reply.seconds for reply in replies if reply.status == 200]
    refused = [reply for reply in replies if reply.status in REFUSED]
    cuts = statistics.quantiles(good, n=100, method="inclusive") if len(good) > 1 else [0.0] * 99
    return {
        "offered_per_s": rate,
        "goodput_per_s": round(len(good) / seconds, 1),
        "in_time": sum(ms < 1000 * IN_TIME_S for ms in good) / len(replies),
        "ms": {
            "p50": round(cuts[49], 1),
            "p95": round(cuts[94], 1),
            "p99": round(cuts[98], 1),
            "max": round(max(good, default=0.0), 1),
        },
        "statuses": dict(Counter(str(reply.status) for reply in replies)),
        "refused_with_retry_after": sum(reply.says_when for reply in refused) / len(refused)
        if refused
        else None,
    }


def run(address: str, rate: float, seconds: float) -> dict[str, Any]:
    found = summary(asyncio.run(offer(address, rate, seconds)), rate, seconds)
    sys.stdout.write(f"{json.dumps(found)}\n")
    time.sleep(1)
    return found


def search(address: str, rates: tuple[int, ...], seconds: float) -> list[dict[str, Any]]:
    """Every rate up to the first that is too much."""
    found = []
    for rate in rates:
        found.append(run(address, rate, seconds))
        if found[-1]["in_time"] < ENOUGH:
            break
    return found


def knee_of(steps: list[dict[str, Any]]) -> int:
    return max((step["offered_per_s"] for step in steps if step["in_time"] >= ENOUGH), default=0)


def machine() -> str:
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; "
        f"load average {os.getloadavg()[0]:.1f} at the end"
    )


def stack_mb() -> float:
    """Of the stack, which is all the children that this process has."""
    family = psutil.Process().children(recursive=True)
    return round(sum(each.memory_info().rss for each in family) / 1e6, 1)


def measure(settings: Settings) -> dict[str, Any]:
    with embedded_stack() as url:
        address = f"{url}/v1/predictions"
        run(address, settings.rates[0], settings.seconds)  # warm
        steps = search(address, settings.rates, settings.seconds)
        knee = knee_of(steps)
        rate = knee or settings.rates[0]
        before = stack_mb()
        turns = [
            [run(address, times * rate, settings.seconds) for times in (1, 2)] for _ in range(TURNS)
        ]
        at_knee, at_twice = (
            sum(step["goodput_per_s"] for step in t) for t in zip(*turns, strict=True)
        )
        return {
            "command": " ".join(["scripts/load.py", *sys.argv[1:]]),
            "machine": machine(),
            "knee_per_s": knee,
            "goodput_at_twice_the_knee": round(at_twice / at_knee, 3),
            "resident_mb": [before, stack_mb()],
            "steps": steps,
            "knee_and_twice_the_knee": turns,
        }


def keep(record: dict[str, Any], out: Path) -> None:
    out.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"Knee: {record['knee_per_s']} requests/s. Written: {out}\n")


def main() -> None:
    settings = tyro.cli(Settings, description=__doc__)
    keep(measure(settings), settings.out)


if __name__ == "__main__":
    main()
