"""A job: a file's rows, what became of each, and how far it is. Its journal outlives it."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.jobs.journal import Journal
from dashboard.jobs.journal_error import JournalError
from dashboard.jobs.outcome import Outcome, outcome_without_asking
from dashboard.jobs.rows import Entry, State
from dashboard.jobs.texts import Texts, review_texts, text_hash
from dashboard.reading.roles import Roles
from model.contract.schema import Review

_WINDOW_S = 10.0  # over which the speed is measured
_TOO_SHORT_S = 0.5  # to tell a rate: the first answers come all at once


@dataclass(frozen=True)
class Known:
    """What a model has said of some texts before the job began."""

    answers: Mapping[str, Outcome]
    model: str


NOTHING = Known({}, "")


@dataclass(frozen=True)
class Progress:
    """A moment of a job, for the page."""

    state: State
    why: str  # a sentence, where the job stopped by itself
    done: int
    total: int
    failed: int
    rows_per_second: float
    seconds_left: float | None  # unknown until the first answer


class Job:
    """Shared between the engine that fills it and the pages that show it."""

    def __init__(
        self,
        entry: Entry,
        table: pd.DataFrame,
        journal: Journal,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.id, self.file_name, self.file_hash = entry.id, entry.file_name, entry.file_hash
        self.roles, self.table = entry.roles, table
        self.stopping = threading.Event()
        self.ended = threading.Event()  # the engine is through
        self.trouble = ""  # a sentence: why the engine waits and tries again, while it does
        self.elsewhere = False  # another process runs it; this one only sees how far it was
        self._journal, self._clock = journal, clock
        self._state, self._why = entry.state, entry.why
        self._texts = Texts(review_texts(table, entry.roles))
        self._outcomes: list[Outcome | None] = [None] * len(self._texts)
        self._models: set[str] = set()
        self._lock = threading.Lock()
        self._n_done = self._n_failed = 0
        self._load()
        self._answer_without_asking()
        self._answered = deque([(clock(), self._n_done)])
        self._stop_as: tuple[State, str] = ("paused", "")

    def outcomes(self) -> list[Outcome | None]:
        """One for each row, in the file's order; None for a row that still waits."""
        with self._lock:
            return [self._outcomes[number] for number in self._texts.of_row]

    def has_verdicts(self) -> bool:
        with self._lock:
            return any(outcome and outcome.status == "scored" for outcome in self._outcomes)

    def models(self) -> list[str]:
        """The name and version of every model that answered."""
        with self._lock:
            return sorted(self._models)

    def waiting(self) -> Iterator[Review]:
        """Each text that needs an answer, once, under its number."""
        with self._lock:
            numbers = [i for i, outcome in enumerate(self._outcomes) if outcome is None]
        return (Review(id=str(i), text=text) for i, text in self._texts.read(numbers))

    def record(self, answers: Sequence[tuple[Review, Outcome]], model: str) -> None:
        """The outcome of a text holds for every row that has it. Raises JournalError."""
        numbered = [(int(review.id), outcome) for review, outcome in answers]
        rows = [(i, self._texts.hashes[i], outcome, model) for i, outcome in numbered]
        with self._lock:
            n_new = int(self._texts.n_rows[[i for i, _ in numbered]].sum())
            self._journal.record(self.id, rows, self._n_done + n_new)
            for i, outcome in numbered:
                self._outcomes[i] = outcome
                self._n_failed += int(self._texts.n_rows[i]) * (outcome.status == "failed")
            self._n_done += n_new
            self._models |= {model} - {""}
            self._answered.append((self._clock(), self._n_done))

    def learn(self, known: Known) -> None:
        """Take over what was asked outside of a job."""
        numbers = {text: i for i, text in enumerate(self._texts.hashes)}
        reviews = ((numbers.get(text_hash(t)), t, o) for t, o in known.answers.items())
        found = [(Review(id=str(i), text=t), o) for i, t, o in reviews if i is not None]
        if found:
            self.record(found, known.model)

    def reuse(self, model: str) -> None:
        """Take over what the same model has said of the same texts before."""
        with self._lock:
            waiting = [i for i, outcome in enumerate(self._outcomes) if outcome is None]
            self._journal.reuse(self.id, model, {i: self._texts.hashes[i] for i in waiting})
            self._load()
            self._answered = deque([(self._clock(), self._n_done)])

    def stop(self, state: State, why: str = "") -> None:
        """Ask for no more; what has been asked is still waited for. The first word holds."""
        with self._lock:
            if not self.stopping.is_set():
                self._stop_as = (state, why)
                self.stopping.set()

    def set_roles(self, roles: Roles) -> None:
        """What pages compare by; the texts stay those that are scored. Raises JournalError."""
        kept = replace(roles, text=self.roles.text, headline=self.roles.headline)
        with self._lock:
            self._journal.set_roles(self.id, kept)
            self.roles = kept

    def begin(self, again: bool = False) -> None:
        """Let the rows without an outcome wait for one, and with `again` the failed ones too."""
        with self._lock:
            if again:
                self._journal.forget_failed(self.id)
                for i, outcome in enumerate(self._outcomes):
                    if outcome and outcome.status == "failed":
                        self._outcomes[i] = None
                self._load()
            self._stop_as = ("paused", "Some rows were not reached.")
            self._set_state("running")
            self._answered = deque([(self._clock(), self._n_done)])
            self.stopping.clear()
            self.ended.clear()

    def end(self) -> None:
        """No engine is at it any more."""
        with self._lock:
            self._set_state(*(self._stop_as if None in self._outcomes else ("done", "")))
            self.ended.set()

    def progress(self) -> Progress:
        with self._lock:
            rate = self._rate()
            total = len(self.table)
            left = (total - self._n_done) / rate if rate else None
            return Progress(self._state, self._why, self._n_done, total, self._n_failed, rate, left)

    def _answer_without_asking(self) -> None:
        for i, text in self._texts.read([i for i, o in enumerate(self._outcomes) if o is None]):
            self._outcomes[i] = outcome_without_asking(text)
        self._count()

    def _load(self) -> None:
        """What the journal knows."""
        answers = self._journal.answers(self.id)
        for i, (outcome, _) in answers.items():
            self._outcomes[i] = outcome
        self._models |= {model for _, model in answers.values()} - {""}
        self._count()

    def _count(self) -> None:
        pairs = list(zip(self._texts.n_rows.tolist(), self._outcomes, strict=True))
        self._n_done = sum(n for n, outcome in pairs if outcome)
        self._n_failed = sum(n for n, outcome in pairs if outcome and outcome.status == "failed")

    def _rate(self) -> float:
        """Recent rows per second: a pause or a slow start must not spoil the forecast."""
        now = self._clock()
        while len(self._answered) > 1 and self._answered[1][0] < now - _WINDOW_S:
            self._answered.popleft()
        since, before = self._answered[0]
        elapsed = now - since
        return (self._n_done - before) / elapsed if elapsed > _TOO_SHORT_S else 0.0

    def _set_state(self, state: State, why: str = "") -> None:
        self._state, self._why = state, why
        with suppress(JournalError):  # a full disk: then the journal says “running”, and it resumes
            self._journal.set_state(self.id, state, why, self._n_done)
