"""A job: the texts of a file, what became of each, and how far it is."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dashboard.jobs.outcome import (
    NOT_REACHED,
    WORTH_ANOTHER_TRY,
    Outcome,
    outcome_without_asking,
)
from dashboard.roles import Roles
from model.contract.schema import Review

State = Literal["running", "done", "stopped"]


@dataclass(frozen=True)
class Progress:
    """A moment of a job, for the page."""

    state: State
    done: int
    total: int
    failed: int
    rows_per_second: float
    seconds_left: float | None  # unknown until the first answer


class Job:
    """Shared between the workers that fill it and the pages that show it."""

    def __init__(
        self,
        table: pd.DataFrame,
        roles: Roles,
        file_name: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.id = secrets.token_urlsafe(16)  # it stands in the URL: nobody may guess it
        self.table = table
        self.roles = roles
        self.file_name = file_name
        self.stopping = threading.Event()
        self._clock = clock
        self._state: State = "running"
        self._lock = threading.Lock()
        self._texts: list[str] = table[roles.text].tolist()
        self._outcomes: list[Outcome | None] = [outcome_without_asking(t) for t in self._texts]
        self._suspects: set[int] = set()
        self._rows_of_text: dict[str, list[int]] = {}
        for row, text in enumerate(self._texts):
            self._rows_of_text.setdefault(text, []).append(row)
        self._open()

    def outcomes(self) -> list[Outcome | None]:
        """One for each row, in the file's order; None for a row that still waits."""
        with self._lock:
            return list(self._outcomes)

    def waiting(self, suspect: bool) -> list[Review]:
        """Each text that needs an answer, once, under the number of its first row."""
        with self._lock:
            return [
                Review(id=str(rows[0]), text=text)
                for text, rows in self._rows_of_text.items()
                if self._outcomes[rows[0]] is None and (rows[0] in self._suspects) is suspect
            ]

    def record(self, review: Review, outcome: Outcome) -> None:
        """The outcome of a text holds for every row that has it."""
        with self._lock:
            rows = self._rows_of_text[review.text]
            for row in rows:
                self._outcomes[row] = outcome
            self._n_done += len(rows)
            self._n_failed += len(rows) * (outcome.status == "failed")

    def stop(self) -> None:
        """Ask for no more answers; what has been asked is still waited for."""
        self.stopping.set()

    def end(self) -> None:
        """No worker is at it any more: what has no outcome yet will get none."""
        with self._lock:
            self._state = "stopped" if None in self._outcomes else "done"
            self._outcomes = [outcome or NOT_REACHED for outcome in self._outcomes]
            self._ended_at = self._clock()

    def reopen(self) -> bool:
        """Let the failed rows, and those not reached, wait for another try; False while running."""
        with self._lock:
            if self._state == "running":
                return False
            for row, outcome in enumerate(self._outcomes):
                if outcome and outcome.status in WORTH_ANOTHER_TRY:
                    self._outcomes[row] = None
                    if outcome.suspect:
                        self._suspects.add(row)
        self._open()
        return True

    def progress(self) -> Progress:
        with self._lock:
            now = self._clock() if self._state == "running" else self._ended_at
            answered = self._n_done - self._n_done_before
            rate = answered / max(now - self._started_at, 0.001)
            total = len(self._texts)
            left = (total - self._n_done) / rate if rate else None
            return Progress(self._state, self._n_done, total, self._n_failed, rate, left)

    def _open(self) -> None:
        with self._lock:
            self._state = "running"
            self._started_at = self._ended_at = self._clock()
            self._n_done = self._n_done_before = len(self._texts) - self._outcomes.count(None)
            self._n_failed = 0
        self.stopping.clear()
