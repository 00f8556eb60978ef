"""How long one short review takes from here, measured now."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

TIMES = 5


@dataclass(frozen=True)
class Latency:
    median_s: float
    slowest_s: float


def measure(ask: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> Latency:
    seconds = []
    for _ in range(TIMES):
        start = clock()
        ask()
        seconds.append(clock() - start)
    return Latency(median(seconds), max(seconds))
