"""Works through a job: as many requests at a time as the API bears, each row marked at the end."""

import threading
from collections.abc import Iterator
from itertools import count
from typing import Protocol

from dashboard.api.client import CONCURRENT_REQUESTS, ApiError
from dashboard.jobs.batches import batches
from dashboard.jobs.job import Job
from dashboard.jobs.journal_error import JournalError
from dashboard.jobs.outcome import Outcome, outcome_of
from dashboard.jobs.pace import Pace
from dashboard.jobs.remedy import Outage, Remedy, pause_before, remedy
from model.contract.schema import Health, ModelInfo, PredictionResponse, Review

_HARMLESS = Review(id="harmless", text="A good film.")


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
            threads = [
                threading.Thread(target=self._work, daemon=True) for _ in range(CONCURRENT_REQUESTS)
            ]
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
                    self._job.reuse(model_label(self._api.health().model))
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
        works = False  # the API has answered something else since it refused this one review
        for attempt in count():
            answer = self._send(batch)
            if not isinstance(answer, ApiError):
                if answer:
                    self._record(batch, answer)
                return
            cure = remedy(answer, attempt)
            doubtful = cure == "split" and len(batch) == 1 and not works
            works = works or (doubtful and self._works())
            if not self._waits(attempt, answer, cure, doubtful):
                if cure == "split":
                    self._split(batch, answer)
                return

    def _send(self, batch: list[Review]) -> PredictionResponse | ApiError | None:
        """What came of it; None if the job stops."""
        since = self._pace.enter()
        try:
            if self._job.stopping.is_set():
                return None
            response = self._api.predict(batch)
        except ApiError as error:
            self._pace.refused(since)
            return error
        else:
            self._pace.answered(since)
            self._outage.answered()
            self._job.trouble = ""
            return response
        finally:
            self._pace.leave()

    def _works(self) -> bool:
        """Whether a harmless review is answered."""
        return isinstance(self._send([_HARMLESS]), PredictionResponse)

    def _record(self, batch: list[Review], response: PredictionResponse) -> None:
        outcomes = map(outcome_of, response.predictions)
        self._job.record(list(zip(batch, outcomes, strict=True)), model_label(response.model))

    def _split(self, batch: list[Review], error: ApiError) -> None:
        middle = len(batch) // 2
        if self._job.stopping.is_set():  # it may be the outage's fault: its rows stay waiting
            return
        if middle:
            with self._lock:
                self._halves += [batch[middle:], batch[:middle]]
        else:
            self._job.record([(batch[0], Outcome("failed", str(error)))], "")

    def _waits(self, attempt: int, error: ApiError, cure: Remedy, doubtful: bool = False) -> bool:
        """Whether to try again, after a pause."""
        if cure == "stop" or self._is_out(cure):
            self._job.stop("paused", str(error))
        if cure != "retry" and not doubtful:
            return False
        self._job.trouble = str(error)
        pause = pause_before(attempt, error, self._first_pause_s)
        return not self._job.stopping.wait(pause)

    def _is_out(self, cure: Remedy) -> bool:
        """Many refusals may still be the fault of what is asked, such as too much at once."""
        return self._outage.lasts(cure) and not (cure == "split" and self._works())


def model_label(model: ModelInfo) -> str:
    return f"{model.name} {model.version}"
