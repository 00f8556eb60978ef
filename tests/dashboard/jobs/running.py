"""What the tests of jobs share: a job of these texts, run to its end."""

import time
from collections.abc import Callable

import pandas as pd

from dashboard.jobs.engine import Api, Engine
from dashboard.jobs.job import Job
from dashboard.jobs.journal import Journal
from dashboard.jobs.outcome import Outcome
from dashboard.jobs.rows import Source, new_entry
from dashboard.jobs.store import JobStore
from dashboard.reading.roles import Roles

SOURCE = Source("reviews.csv", "0" * 64)


def table_of(texts: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"review": texts}, dtype="str")


def job_of(texts: list[str], journal: Journal, owner: str | None = None) -> Job:
    table = table_of(texts)
    entry = new_entry(table, Roles("review"), SOURCE, owner)
    journal.add(entry, table)
    return Job(entry, table, journal)


def start(store: JobStore, texts: list[str], owner: str | None = None) -> Job:
    return store.start(table_of(texts), Roles("review"), SOURCE, owner)


def run(job: Job, api: Api, patience_s: float = 60, again: bool = False) -> list[Outcome]:
    job.begin(again)
    Engine(job, api, patience_s, first_pause_s=0.01).run()
    return [outcome for outcome in job.outcomes() if outcome]


def many(n: int) -> list[str]:
    return [f"{'good' if i % 3 else 'bad'} film number {i}" for i in range(n)]


def statuses(outcomes: list[Outcome]) -> list[str]:
    return [outcome.status for outcome in outcomes]


def done(job: Job) -> Callable[[], bool]:
    return lambda: job.progress().state == "done"


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"it did not happen within {seconds} seconds"
        time.sleep(0.01)
