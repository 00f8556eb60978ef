"""How many requests may be under way at once: found out while working, as TCP does (AIMD).

Quick answers to a full house let one more in; a slow answer or a refusal halves the number. So a
small machine is not flooded, and a large one is used.
"""

import threading
import time
from collections.abc import Callable

from dashboard.api.client import CONCURRENT_REQUESTS

_AT_FIRST = 4.0
_SLOW_S = 2.0


class Pace:
    def __init__(
        self,
        at_most: int = CONCURRENT_REQUESTS,
        slow_s: float = _SLOW_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limit = min(_AT_FIRST, at_most)
        self._at_most, self._slow_s, self._clock = at_most, slow_s, clock
        self._under_way = 0
        self._slowed_at = clock()
        self._changed = threading.Condition()

    def enter(self) -> float:
        """Wait for a free place; the moment it was had, for `answered` and `refused`."""
        with self._changed:
            self._changed.wait_for(lambda: self._under_way < int(self.limit))
            self._under_way += 1
            return self._clock()

    def answered(self, since: float) -> None:
        with self._changed:
            if self._clock() - since > self._slow_s:
                self._halve(since)
            elif self._under_way >= int(self.limit):
                self.limit = min(self._at_most, self.limit + 1 / self.limit)

    def refused(self, since: float) -> None:
        with self._changed:
            self._halve(since)

    def leave(self) -> None:
        with self._changed:
            self._under_way -= 1
            self._changed.notify_all()

    def _halve(self, since: float) -> None:
        """Once for all requests that were under way together: they met the same crowd."""
        if since >= self._slowed_at:
            self.limit = max(1.0, self.limit / 2)
            self._slowed_at = self._clock()
