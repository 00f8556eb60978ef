"""Keeps jobs for the pages: found again by id after a reload, bounded in number."""

import threading
from collections.abc import Callable

from dashboard.jobs.job import Job

MAX_FINISHED = 10


class JobStore:
    """In memory: jobs survive clicks, reloads and closed tabs, not the end of the process."""

    def __init__(self, start: Callable[[Job], None]) -> None:
        self._start = start
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def start(self, job: Job) -> None:
        with self._lock:
            finished = [j for j in self._jobs.values() if j.progress().state != "running"]
            for old in finished[: max(0, len(finished) + 1 - MAX_FINISHED)]:
                del self._jobs[old.id]
            self._jobs[job.id] = job
        self._start(job)

    def start_again(self, job: Job) -> None:
        """Score the rows of a finished job that have no verdict for want of an answer."""
        if job.reopen():
            self._start(job)

    def find(self, job_id: str) -> Job | None:
        with self._lock:
            return self._jobs.get(job_id)
