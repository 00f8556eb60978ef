"""Waiting for AWS, with a sign of life."""

import sys
import time
from collections.abc import Callable, Sequence

_POLL_S = 10
_FAST_S = 0.2  # at first, for what is settled at once


def until_settled(what: str, status: Callable[[], str], busy: Sequence[str]) -> str:
    """Ask until the status is none of the busy ones, and give it back.

    Ctrl+C stops the waiting, not what is waited for.
    """
    began, told, pause = time.monotonic(), "", _FAST_S
    while (now := status()) in busy:
        minutes = round(time.monotonic() - began) // 60
        if (line := f"▸ {what}: {now}, {minutes} min") != told:
            print(line, file=sys.stderr, flush=True)
        told = line
        time.sleep(pause)
        pause = min(pause * 2, _POLL_S)
    print(f"▸ {what}: {now}", file=sys.stderr, flush=True)
    return now
