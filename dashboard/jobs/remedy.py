"""What to do about a request that failed. The only place in the dashboard that repeats requests.

    retry   nothing was done with it: wait, as long as the API asks for, and send it once more
    split   it may be one review's fault: send each half by itself, and at last each review
    stop    no request would fare better: the job pauses and says why

A review that is refused alone is at fault if the API answers another one and then refuses it again.

The Lambda repeats its call of the endpoint. What it could not mend is not repeated here, except
where it says when to (503 with Retry-After) or the gateway let nothing through (429). A 503 that
does not say when is the gateway's own: mostly that no Lambda is free, so that waiting helps, but
it may be a review that takes too long, so that it is not waited for often.
"""

import random
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Lock
from time import monotonic
from typing import Literal

from dashboard.api.client import ApiError, ApiNotUnderstood, ApiRefused, ApiUnreachable

Remedy = Literal["retry", "split", "stop"]

LONGEST_WAIT_S = 30.0
_WAITS_UNTOLD = 4
# With which an outage begins. A review at fault is refused nine times in a batch of 256, and
# several threads may have one each.
_FAILURES, _REFUSALS = 3, 64
_STOPPERS = frozenset(
    {
        HTTPStatus.MOVED_PERMANENTLY,  # and the like: reviews are not sent after it
        HTTPStatus.FOUND,
        HTTPStatus.TEMPORARY_REDIRECT,
        HTTPStatus.PERMANENT_REDIRECT,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
    }
)


def remedy(error: ApiError, attempt: int = 0) -> Remedy:
    """`attempt` counts from 0 how often the same request was sent before."""
    if isinstance(error, ApiUnreachable):
        return "retry"
    if isinstance(error, ApiNotUnderstood):
        return "stop"
    if not isinstance(error, ApiRefused):
        return "split"
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        return "retry"
    if error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        told_when = error.retry_after_s is not None
        return "retry" if told_when or attempt < _WAITS_UNTOLD else "split"
    return "stop" if error.status in _STOPPERS else "split"


def pause_before(attempt: int, error: ApiError, first_s: float) -> float:
    """As asked, within reason; longer each time; and not all threads at the same moment."""
    asked = (isinstance(error, ApiRefused) and error.retry_after_s) or 0.0
    wanted = max(asked, first_s * float(2 ** min(attempt, 10)))
    jitter = random.uniform(0.75, 1)  # noqa: S311 - not a secret
    return min(LONGEST_WAIT_S, wanted) * jitter


@dataclass
class Outage:
    """Notices when nothing works any more, so that a long job pauses soon and fails no row."""

    patience_s: float
    _failed: int = field(default=0, init=False)
    _refused: int = field(default=0, init=False)
    _since: float = field(default=0.0, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def answered(self) -> None:
        with self._lock:
            self._failed = self._refused = 0

    def lasts(self, remedy: Remedy) -> bool:
        """Count a failure; True when there were too many, or for too long, without an answer."""
        with self._lock:
            self._failed += 1
            self._refused += remedy == "split"
            if self._failed == 1:
                self._since = monotonic()
            long = monotonic() - self._since >= self.patience_s
            return (long and self._failed >= _FAILURES) or self._refused >= _REFUSALS
