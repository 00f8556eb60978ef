"""How many calls may be repeated: a share of all calls, so that retries never double an outage.

The state is one process's. The idea: https://finagle.github.io/blog/2016/02/08/retry-budgets/
"""

import threading

# In tenths of a retry: any 20 calls make at most 4 retries, which is 1.2 attempts a call.
_EARNED_BY_A_CALL = 1
_PRICE = 10
_MOST_SAVED = 20


class RetryBudget:
    """Safe to use from several threads. It starts full: a first call may be repeated."""

    def __init__(self) -> None:
        self._saved = _MOST_SAVED
        self._lock = threading.Lock()

    def earn(self) -> None:
        """Once for each call, before it is made."""
        with self._lock:
            self._saved = min(_MOST_SAVED, self._saved + _EARNED_BY_A_CALL)

    def spend(self) -> bool:
        """Whether one call may be repeated now."""
        with self._lock:
            if self._saved < _PRICE:
                return False
            self._saved -= _PRICE
            return True
