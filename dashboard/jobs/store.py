"""Keeps jobs for the pages: started, found again by id after a reload or a restart, deleted."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

import pandas as pd
from filelock import FileLock, Timeout

from dashboard.jobs.engine import Api, Engine
from dashboard.jobs.job import NOTHING, Job, Known, Progress
from dashboard.jobs.journal import Journal
from dashboard.jobs.journal_error import JournalError, as_journal_error
from dashboard.jobs.rows import Entry, Source, new_entry
from dashboard.reading.roles import Roles

_OPEN = 4  # finished jobs that stay in memory; the others are read again when they are looked at


class JobStore:
    """One for each process. `api` is asked for when a job starts: it may not be there before."""

    def __init__(self, journal: Journal, api: Callable[[], Api]) -> None:
        self._journal, self._api = journal, api
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._opening = threading.Lock()  # two pages that open one job get the same

    def start(
        self,
        table: pd.DataFrame,
        roles: Roles,
        source: Source,
        owner: str | None = None,
        known: Known = NOTHING,
    ) -> Job:
        """A new job, under way. Raises JournalError."""
        entry = new_entry(table, roles, source, owner)
        job = Job(entry, table, self._journal)
        runner = self._journal.runner(job.id)
        with as_journal_error(self._journal.folder):
            runner.acquire()
        with self._set_off(job, runner):
            job.begin()
            # In memory before it is in the journal: who finds it there opens it, and would run it.
            self._keep(job)
            self._journal.add(replace(entry, n_done=job.progress().done), table)
            job.learn(known)
        return job

    def resume(self, job: Job, again: bool = False) -> bool:
        """Go on with what is left, with `again` also with what failed; False if it runs already."""
        runner = self._journal.runner(job.id)
        try:
            runner.acquire()
        except Timeout:
            return False
        with self._set_off(job, runner):
            job.begin(again)
        return True

    @contextmanager
    def _set_off(self, job: Job, runner: FileLock) -> Iterator[None]:
        """Start it once the block has prepared it; if that fails, forget it and let its lock go."""
        try:
            yield
            threading.Thread(target=self._run, args=(job, runner), daemon=True).start()
        except BaseException:
            with self._lock:
                self._jobs.pop(job.id, None)
            runner.release()
            raise

    def resume_interrupted(self) -> None:
        """The jobs that were under way when their process ended."""
        for entry in self._journal.entries():
            if entry.state == "running":
                with suppress(JournalError):  # its page will say so
                    self._open(entry)

    def find(self, job_id: str, owner: str | None = None) -> Job | None:
        """The owner's job of this id. Raises JournalError if its file is gone."""
        entry = self._journal.entry(job_id)
        return self._open(entry) if entry and entry.owner == owner else None

    def entries(self, owner: str | None = None) -> list[Entry]:
        """The owner's jobs, the newest first."""
        return [entry for entry in self._journal.entries() if entry.owner == owner]

    def delete(self, job_id: str, owner: str | None = None) -> None:
        """With its file and its answers."""
        entry = self._journal.entry(job_id)
        if entry is None or entry.owner != owner:
            return
        with self._lock:
            job = self._jobs.pop(job_id, None)
        if job:
            job.stop("cancelled")
        self._journal.delete(job_id)

    def of(self, owner: str | None) -> "OwnJobs":
        return OwnJobs(self, owner)

    def _open(self, entry: Entry) -> Job:
        with self._opening:
            return self._opened(entry)

    def _opened(self, entry: Entry) -> Job:
        with self._lock:
            job = self._jobs.get(entry.id)
        # The entry is looked up once more, after the job: it may have ended in between.
        if job and _holds(job.progress(), self._journal.entry(job.id) or entry):
            return job
        job = Job(entry, self._journal.table(entry.id), self._journal)
        if entry.state == "running" and not self.resume(job):
            job.elsewhere = True  # and so not kept: it would stay as it is now
            return job
        self._keep(job)
        return job

    def _keep(self, job: Job) -> None:
        with self._lock:
            idle = [old for old in self._jobs.values() if old.progress().state != "running"]
            for old in idle[: max(0, len(idle) + 1 - _OPEN)]:
                del self._jobs[old.id]
            self._jobs[job.id] = job

    def _run(self, job: Job, runner: FileLock) -> None:
        try:
            Engine(job, self._api()).run()
        finally:
            runner.release()


def _holds(here: Progress, entry: Entry) -> bool:
    """Whether a job in memory is as it was left: another program may have gone on with it."""
    return here.state == "running" or (here.state, here.done) == (entry.state, entry.n_done)


@dataclass(frozen=True)
class OwnJobs:
    """The store as one owner sees it: a page that has this cannot show anyone else's."""

    store: JobStore
    owner: str | None

    def start(
        self, table: pd.DataFrame, roles: Roles, source: Source, known: Known = NOTHING
    ) -> Job:
        return self.store.start(table, roles, source, self.owner, known)

    def resume(self, job: Job, again: bool = False) -> bool:
        return self.store.resume(job, again)

    def find(self, job_id: str) -> Job | None:
        return self.store.find(job_id, self.owner)

    def entries(self) -> list[Entry]:
        return self.store.entries(self.owner)

    def delete(self, job_id: str) -> None:
        self.store.delete(job_id, self.owner)
