"""The store: jobs are found by those who know their address, go on after a restart, and go away."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from dashboard.api.client import Client
from dashboard.jobs.job import Job
from dashboard.jobs.journal import Journal
from dashboard.jobs.journal_error import JournalError
from dashboard.jobs.outcome import Outcome
from dashboard.jobs.store import JobStore
from model.contract.schema import PredictionRequest
from tests.dashboard.conftest import Api, Reply, answer_all
from tests.dashboard.jobs.running import done, job_of, many, start, wait_for


def test_a_job_is_found_by_an_id_that_nobody_guesses(store: JobStore) -> None:
    jobs = [start(store, ["good film"]) for _ in range(3)]
    assert [store.find(job.id) for job in jobs] == jobs
    assert store.find("guess") is None
    assert store.find("../journal") is None
    assert len({job.id for job in jobs}) == 3
    assert min(len(job.id) for job in jobs) >= 20
    wait_for(lambda: all(done(job)() for job in jobs))


def test_a_job_is_its_owners(store: JobStore) -> None:
    job = start(store, ["good film"], "ada")
    wait_for(done(job))
    assert store.find(job.id, "bob") is None
    assert store.find(job.id) is None
    assert store.entries("bob") == store.entries() == []
    store.delete(job.id, "bob")
    assert [entry.id for entry in store.entries("ada")] == [job.id]
    assert store.find(job.id, "ada") is job


def test_finished_jobs_are_read_again_when_they_are_looked_at(store: JobStore) -> None:
    jobs = [start(store, [f"good film {i}"]) for i in range(8)]
    wait_for(lambda: all(done(job)() for job in jobs))
    start(store, ["bad film"])
    assert len(store.entries()) == 9
    found = [store.find(job.id) for job in jobs]
    assert [job and job.outcomes() for job in found] == [job.outcomes() for job in jobs]
    assert len(store._jobs) <= 5


def test_a_job_that_was_interrupted_goes_on(
    data_dir: Path, journal: Journal, client: Client, api: Api
) -> None:
    job = job_of(many(200), journal)  # as it stands in the journal when its process was killed
    job.begin()
    job.record([(review, Outcome("scored")) for review in list(job.waiting())[:64]], "words 7")
    after = Journal(data_dir)
    store = JobStore(after, lambda: client)
    store.resume_interrupted()
    found = store.find(job.id)
    assert found is not None
    wait_for(done(found))
    assert len(found.outcomes()) == 200
    assert sum(len(request.reviews) for request in api.requests) == 200 - 64
    after.close()


def test_two_pages_that_open_an_interrupted_job_get_the_same(
    data_dir: Path, journal: Journal, client: Client
) -> None:
    job = job_of(many(200), journal)
    job.begin()
    after = Journal(data_dir)
    store = JobStore(after, lambda: client)
    together = Barrier(8)

    def look(_: int) -> Job | None:
        together.wait()
        return store.find(job.id)

    with ThreadPoolExecutor(8) as pages:
        first, *others = pages.map(look, range(8))
    assert first is not None
    assert not first.elsewhere
    assert all(other is first for other in others)
    wait_for(done(first))
    after.close()


def test_a_paused_job_waits_for_a_person(store: JobStore, journal: Journal, api: Api) -> None:
    job = job_of(many(10), journal)
    job.begin()
    job.stop("paused")
    job.end()
    store.resume_interrupted()
    found = store.find(job.id)
    assert found is not None
    assert found.progress().state == "paused"
    assert not api.requests
    assert store.resume(found)
    wait_for(done(found))


def test_a_job_that_could_not_be_started_leaves_nothing(
    store: JobStore, journal: Journal, data_dir: Path
) -> None:
    journal._db.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(data_dir / "jobs.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match="Another program holds the files"):
            start(store, ["good film"])
    assert {path.name.split(".")[0] for path in data_dir.iterdir()} == {"jobs"}
    assert not store._jobs


def test_deleting_leaves_nothing(store: JobStore, data_dir: Path) -> None:
    kept, gone = start(store, ["good film"]), start(store, ["a secret, good film"])
    wait_for(lambda: done(kept)() and done(gone)())
    store.delete(gone.id)
    assert store.find(gone.id) is None
    assert {path.stem for path in data_dir.glob("*.parquet")} == {kept.id}
    assert not any(gone.id.encode() in path.read_bytes() for path in data_dir.iterdir())


def test_a_job_deleted_at_work_does_not_come_back(
    store: JobStore, api: Api, data_dir: Path
) -> None:
    def delete(request: PredictionRequest) -> Reply:
        if request in api.requests[4:5]:  # one alone, however many come at once
            store.delete(store.entries()[0].id)
        return answer_all(request)

    api.answer = delete
    job = start(store, many(10_000))
    wait_for(lambda: job.progress().state == "cancelled")
    assert store.entries() == []
    assert list(data_dir.glob("*.parquet")) == []


def test_a_file_that_is_gone_is_said_to_be_and_its_answers_stay(
    store: JobStore, journal: Journal, data_dir: Path, api: Api, client: Client
) -> None:
    job = start(store, ["good film"])
    wait_for(done(job))
    (data_dir / f"{job.id}.parquet").unlink()
    fresh = JobStore(journal, lambda: client)
    with pytest.raises(JournalError, match="Upload it again"):
        fresh.find(job.id)
    api.requests.clear()
    wait_for(done(start(fresh, ["good film"])))
    assert not api.requests


def test_a_journal_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "jobs.sqlite3")) as db:
        db.execute("PRAGMA user_version = 2")
    with pytest.raises(JournalError, match=r"newer version.*Install"):
        Journal(tmp_path)
    with closing(sqlite3.connect(tmp_path / "jobs.sqlite3")) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
        assert db.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)


def test_a_journal_from_before_there_were_versions_goes_on(
    data_dir: Path, journal: Journal
) -> None:
    job = job_of(["good film"], journal)
    journal._db.execute("PRAGMA user_version = 0")
    journal.close()
    after = Journal(data_dir)
    assert [entry.id for entry in after.entries()] == [job.id]
    assert after._db.execute("PRAGMA user_version").fetchone() == (1,)
    after.close()


def test_a_journal_that_another_program_holds_is_said_to_be_held(
    data_dir: Path, journal: Journal
) -> None:
    journal._db.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(data_dir / "jobs.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match="Another program holds the files"):
            job_of(["good film"], journal)
    assert list(data_dir.glob("*.parquet")) == []
    assert job_of(["good film"], journal)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(JournalError, match="SENTIMENT_DATA_DIR"):
        Journal(tmp_path / "file")


@pytest.mark.parametrize("name", ["fuller", "locked"])
def test_a_folders_name_is_no_reason(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("in the way")
    with pytest.raises(JournalError, match="cannot be used"):
        Journal(tmp_path / name)


def test_nobody_else_may_read_what_lies_in_an_open_folder(data_dir: Path) -> None:
    data_dir.mkdir()
    data_dir.chmod(0o755)
    journal = Journal(data_dir)
    job = job_of(["a secret review"], journal)
    assert open_to_others(data_dir) == []
    for path in data_dir.iterdir():
        path.chmod(0o644)  # as earlier versions left them, and with the WAL of a killed process
    Journal(data_dir).close()
    assert open_to_others(data_dir) == []
    assert {path.name for path in data_dir.iterdir()} >= {f"{job.id}.parquet", "jobs.sqlite3-wal"}
    journal.close()


def open_to_others(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.stat().st_mode & 0o077]
