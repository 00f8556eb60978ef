"""One journal, several programs and viewers: a job is run by one, and all see how far it is."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard.api.client import Client
from dashboard.jobs.job import Job
from dashboard.jobs.journal import Journal
from dashboard.jobs.rows import Entry
from dashboard.jobs.store import JobStore
from tests.dashboard.jobs.running import done, job_of, many, start, wait_for


def test_a_job_that_runs_elsewhere_is_only_looked_at(store: JobStore, journal: Journal) -> None:
    job = job_of(many(10), journal)
    job.begin()
    with journal.runner(job.id):
        found = store.find(job.id)
        assert found is not None
        assert found.elsewhere
        assert not store.resume(found)
    found = store.find(job.id)
    assert found is not None
    assert not found.elsewhere
    wait_for(done(found))


def test_what_another_program_goes_on_with_is_read_again(
    store: JobStore, journal: Journal, data_dir: Path, client: Client
) -> None:
    job = job_of(many(1_000), journal)
    job.begin()
    job.stop("paused")
    job.end()
    here = store.find(job.id)
    assert here is store.find(job.id)  # not read again while nobody touches it
    other = JobStore(Journal(data_dir), lambda: client)
    there = other.find(job.id)
    assert there is not None
    assert other.resume(there)
    assert there.ended.wait(30)
    found = store.find(job.id)
    assert found is not None
    assert (found.progress().state, found.progress().done) == ("done", 1_000)
    assert len(found.outcomes()) == 1_000
    other._journal.close()


def test_who_looks_while_a_job_starts_does_not_take_it(
    store: JobStore, journal: Journal, data_dir: Path, client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    other = JobStore(Journal(data_dir), lambda: client)  # as in another process
    seen: list[Job | None] = []
    add = journal.add

    def add_and_be_looked_at(entry: Entry, table: pd.DataFrame) -> None:
        add(entry, table)
        seen.extend([store.find(entry.id), other.find(entry.id)])

    monkeypatch.setattr(journal, "add", add_and_be_looked_at)
    job = start(store, many(300))
    assert job.ended.wait(10)
    assert len(job.outcomes()) == 300
    here, there = seen
    assert here is job
    assert not here.elsewhere
    assert there is not None
    assert there.elsewhere
    other._journal.close()
