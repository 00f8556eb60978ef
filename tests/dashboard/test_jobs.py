"""Jobs over real HTTP: every row gets its outcome, in order, whatever the API does."""

import time
from collections.abc import Callable

import pandas as pd
import pytest

from dashboard.client import Client
from dashboard.jobs.job import Job
from dashboard.jobs.outcome import Outcome
from dashboard.jobs.store import MAX_FINISHED, JobStore
from dashboard.jobs.worker import Worker
from dashboard.roles import Roles
from model.contract.errors import ModelFailed
from model.contract.schema import PredictionRequest
from tests.dashboard.conftest import Api, Reply, answer_all, refuse


def job_of(texts: list[str]) -> Job:
    return Job(pd.DataFrame({"review": texts}, dtype="str"), Roles("review"), "reviews.csv")


def run(job: Job, client: Client) -> list[Outcome]:
    Worker(job, client.predict).run()
    return [outcome for outcome in job.outcomes() if outcome]


def many(n: int) -> list[str]:
    return [f"{'good' if i % 3 else 'bad'} film number {i}" for i in range(n)]


def statuses(outcomes: list[Outcome]) -> list[str]:
    return [outcome.status for outcome in outcomes]


def test_rows_come_back_in_order(client: Client) -> None:
    texts = many(500)
    outcomes = run(job_of(texts), client)
    expected = ["negative" if "bad" in text else "positive" for text in texts]
    assert [outcome.sentiment for outcome in outcomes] == expected


def test_each_kind_of_row_has_its_status(client: Client) -> None:
    texts = ["good film", "  \n ", "x" * 20_001, "12345", "bad foreign film"]
    outcomes = run(job_of(texts), client)
    assert statuses(outcomes) == ["scored", "empty", "too long", "no words", "scored"]
    assert "20,001 characters" in outcomes[2].detail
    assert "no words" in outcomes[3].detail
    assert outcomes[4].flags == ("other_language",)


def test_the_same_text_is_sent_once(api: Api, client: Client) -> None:
    job = job_of(["good film", "bad film"] * 50)
    outcomes = run(job, client)
    assert [o.sentiment for o in outcomes] == ["positive", "negative"] * 50
    assert [len(request.reviews) for request in api.requests] == [2]
    assert job.progress().done == 100


def test_a_poisoned_request_costs_its_own_rows_and_then_only_the_poison(
    api: Api, client: Client
) -> None:
    def choke(request: PredictionRequest) -> Reply:
        poisoned = any("poison" in review.text for review in request.reviews)
        return refuse(ModelFailed()) if poisoned else answer_all(request)

    api.answer = choke
    texts = many(200)
    texts[100] = "poison"
    job = job_of(texts)
    failed = [o for o in run(job, client) if o.status == "failed"]
    assert len(failed) == 64
    assert {o.detail for o in failed} == {ModelFailed.default_detail}
    assert job.reopen()
    again = run(job, client)
    assert [row for row, o in enumerate(again) if o.status != "scored"] == [100]


def test_a_second_try_does_not_ask_again_for_what_is_known(api: Api, client: Client) -> None:
    api.answer = lambda _: refuse(ModelFailed())
    job = job_of(["good", "bad", "", "12"])
    run(job, client)
    api.answer = answer_all
    api.requests.clear()
    job.reopen()
    assert statuses(run(job, client)) == ["scored", "scored", "empty", "no words"]
    api.requests.clear()
    job.reopen()
    run(job, client)
    assert not api.requests


def test_a_stopped_job_keeps_what_it_has(api: Api, client: Client) -> None:
    job = job_of(many(2_000))

    def stop_soon(request: PredictionRequest) -> Reply:
        if len(api.requests) == 10:
            job.stop()
        return answer_all(request)

    api.answer = stop_soon
    outcomes = run(job, client)
    assert len(outcomes) == 2_000
    assert set(statuses(outcomes)) == {"scored", "not scored"}
    assert job.progress().state == "stopped"
    assert len(api.requests) < 30
    assert job.reopen()
    api.answer = answer_all
    assert set(statuses(run(job, client))) == {"scored"}
    assert job.progress().state == "done"


def test_a_running_job_is_not_opened_again() -> None:
    assert not job_of(["good"]).reopen()


def test_progress_tells_speed_and_time_left() -> None:
    now = 100.0
    job = Job(pd.DataFrame({"review": many(100)}), Roles("review"), "f.csv", clock=lambda: now)
    assert job.progress().seconds_left is None
    for review in job.waiting(suspect=False)[:20]:
        job.record(review, Outcome("scored"))
    now = 104.0
    progress = job.progress()
    assert (progress.done, progress.total) == (20, 100)
    assert progress.rows_per_second == pytest.approx(5)
    assert progress.seconds_left == pytest.approx(16)


def test_a_file_of_nothing_to_send_ends_at_once(api: Api, client: Client) -> None:
    job = job_of(["", " "])
    run(job, client)
    assert job.progress().state == "done"
    assert not api.requests


def test_the_store_finds_a_job_by_an_id_that_nobody_guesses(client: Client) -> None:
    store = JobStore(lambda job: Worker(job, client.predict).start())
    jobs = [job_of(["good film"]) for _ in range(3)]
    for job in jobs:
        store.start(job)
    assert [store.find(job.id) for job in jobs] == jobs
    assert store.find("guess") is None
    assert len({job.id for job in jobs}) == 3
    assert min(len(job.id) for job in jobs) >= 20
    wait_for(lambda: all(job.progress().state == "done" for job in jobs))


def test_the_store_forgets_the_oldest_finished_jobs_and_no_running_one() -> None:
    store = JobStore(lambda job: None if job.file_name == "running" else job.end())
    running = Job(pd.DataFrame({"review": ["good"]}), Roles("review"), "running")
    store.start(running)
    jobs = [job_of(["good"]) for _ in range(MAX_FINISHED + 5)]
    for job in jobs:
        store.start(job)
    assert store.find(running.id) is running
    assert [store.find(job.id) is not None for job in jobs] == [False] * 5 + [True] * MAX_FINISHED


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline, "it did not happen within 5 seconds"
        time.sleep(0.01)
