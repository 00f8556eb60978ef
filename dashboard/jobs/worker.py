"""Works through a job: a few requests at a time, each row marked whatever happens."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from dashboard.client import (
    CONCURRENT_REQUESTS,
    ApiError,
    ApiNotUnderstood,
    ApiRefused,
)
from dashboard.jobs.batches import batches
from dashboard.jobs.job import Job
from dashboard.jobs.outcome import Outcome, outcome_of
from model.contract.schema import PredictionResponse, Review

Score = Callable[[list[Review]], PredictionResponse]

# The API or the model is away or overloaded; any other refusal is about the request itself.
_AWAY = frozenset({429, 503, 504})


@dataclass
class Outage:
    """Notices when the API is gone for good, so that a long job ends soon and not in hours."""

    patience_s: float
    failures: int = 3
    _in_a_row: int = 0
    _since: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self) -> None:
        with self._lock:
            self._in_a_row = 0

    def failed(self) -> None:
        with self._lock:
            self._in_a_row += 1
            if self._in_a_row == 1:
                self._since = time.monotonic()

    def is_final(self) -> bool:
        with self._lock:
            lasts_long = time.monotonic() - self._since >= self.patience_s
            return self._in_a_row >= self.failures and lasts_long


class Worker:
    """Runs one job to its end in threads that die with the process."""

    def __init__(
        self, job: Job, score: Score, patience_s: float = 10.0, pause_s: float = 1.0
    ) -> None:
        self._job = job
        self._score = score
        self._pause_s = pause_s
        self._outage = Outage(patience_s)
        self._last_error = ""
        self._batches = self._cut()
        self._lock = threading.Lock()

    def start(self) -> None:
        threading.Thread(target=self.run, daemon=True).start()

    def run(self) -> None:
        threads = [
            threading.Thread(target=self._work, daemon=True) for _ in range(CONCURRENT_REQUESTS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._job.end()

    def _cut(self) -> Iterator[list[Review]]:
        together = batches(self._job.waiting(suspect=False))
        alone = batches(self._job.waiting(suspect=True), max_reviews=1)
        return chain(together, alone)

    def _next(self) -> list[Review] | None:
        with self._lock:
            return None if self._job.stopping.is_set() else next(self._batches, None)

    def _work(self) -> None:
        while (batch := self._next()) is not None:
            if self._outage.is_final():
                self._mark_failed(batch, Outcome("failed", self._last_error))
            else:
                self._ask(batch)

    def _ask(self, batch: list[Review]) -> None:
        try:
            response = self._score(batch)
        except ApiError as error:
            self._give_up(batch, error)
            return
        self._outage.answered()
        for review, item in zip(batch, response.predictions, strict=True):
            self._job.record(review, outcome_of(item))

    def _give_up(self, batch: list[Review], error: ApiError) -> None:
        self._last_error = str(error)
        is_answer = isinstance(error, ApiNotUnderstood) or (
            isinstance(error, ApiRefused) and error.status not in _AWAY
        )
        self._mark_failed(batch, Outcome("failed", str(error), suspect=is_answer))
        if is_answer:
            self._outage.answered()
        else:
            self._outage.failed()
            self._job.stopping.wait(self._pause_s)

    def _mark_failed(self, batch: list[Review], outcome: Outcome) -> None:
        for review in batch:
            self._job.record(review, outcome)
