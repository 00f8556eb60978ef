"""Works through a job: as many requests at a time as the API bears, each row marked at the end."""

import threading
from collections.abc import Iterator
from itertools import count
from typing import Protocol

from dashboard.api.client import ApiError
from dashboard.jobs.batches import batches
from dashboard.jobs.job import Job
from dashboard.jobs.journal import JournalError
from dashboard.jobs.outcome import Outcome, outcome_of
from dashboard.jobs.pace import AT_MOST, Pace
from dashboard.jobs.remedy import Outage, Remedy, pause_before, remedy
from model.contract.schema import Health, ModelInfo, PredictionResponse, Review


class Api(Protocol):
    """Whatever answers: dashboard.api.client.Client."""

    def health(self) -> Health: ...

    def predict(self, reviews: list[Review]) -> PredictionResponse: ...


class Engine:
    """Runs one job to its end, in threads that die with the process."""

    def __init__(
        self, job: Job, api: Api, patience_s: float = 60.0, first_pause_s: float = 0.5
    ) -> None:
        self._job, self._api = job, api
        self._first_pause_s = first_pause_s
        self._pace = Pace()
        self._outage = Outage(patience_s)
        self._batches: Iterator[list[Review]] = iter(())
        self._halves: list[list[Review]] = []
        self._lock = threading.Lock()

    def run(self) -> None:
        try:
            self._reuse()
            self._batches = batches(self._job.waiting())
            threads = [threading.Thread(target=self._work, daemon=True) for _ in range(AT_MOST)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            self._job.end()

    def _reuse(self) -> None:
        """First what is known: that takes the model's version, and so an answer."""
        try:
            for attempt in count():
                try:
                    self._job.reuse(named(self._api.health().model))
                except ApiError as error:
                    if not self._waits(attempt, error, remedy(error, attempt)):
                        return
                else:
                    return
        except JournalError as error:
            self._job.stop("paused", str(error))

    def _work(self) -> None:
        try:
            while (batch := self._next()) is not None:
                self._ask(batch)
        except JournalError as error:
            self._job.stop("paused", str(error))

    def _next(self) -> list[Review] | None:
        with self._lock:
            if self._job.stopping.is_set():
                return None
            return self._halves.pop() if self._halves else next(self._batches, None)

    def _ask(self, batch: list[Review]) -> None:
        """Until there is an answer, or none will come."""
        for attempt in count():
            since = self._pace.enter()
            try:
                if self._job.stopping.is_set():
                    return
                response = self._api.predict(batch)
            except ApiError as error:
                self._pace.refused(since)
                failure = error
            else:
                self._pace.answered(since)
                self._outage.answered()
                self._record(batch, response)
                return
            finally:
                self._pace.leave()
            cure = remedy(failure, attempt)
            if cure == "split":
                self._split(batch, failure)
            if not self._waits(attempt, failure, cure):
                return

    def _record(self, batch: list[Review], response: PredictionResponse) -> None:
        outcomes = map(outcome_of, response.predictions)
        self._job.record(list(zip(batch, outcomes, strict=True)), named(response.model))

    def _split(self, batch: list[Review], error: ApiError) -> None:
        middle = len(batch) // 2
        if middle:
            with self._lock:
                self._halves += [batch[middle:], batch[:middle]]
        else:
            self._job.record([(batch[0], Outcome("failed", str(error)))], "")

    def _waits(self, attempt: int, error: ApiError, cure: Remedy) -> bool:
        """Whether to try again, after a pause."""
        if cure == "stop" or self._outage.lasts(cure):
            self._job.stop("paused", str(error))
        if cure != "again":
            return False
        pause = pause_before(attempt, error, self._first_pause_s)
        return not self._job.stopping.wait(pause)


def named(model: ModelInfo) -> str:
    return f"{model.name} {model.version}"
