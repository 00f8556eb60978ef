"""Jobs over real HTTP: every row gets its outcome, in order, whatever the API does."""

from pathlib import Path

import pytest

from dashboard.api.client import Client
from dashboard.jobs.job import Job
from dashboard.jobs.journal import Journal
from dashboard.jobs.outcome import Outcome
from dashboard.jobs.rows import new_entry
from dashboard.reading.roles import Roles
from model.contract.errors import ModelFailed
from model.contract.limits import MAX_REVIEWS
from model.contract.schema import ModelInfo, PredictionRequest, PredictionResponse
from tests.dashboard.conftest import Api, Reply, answer_all, judge, refuse
from tests.dashboard.jobs.running import SOURCE, job_of, many, run, statuses, table_of


def test_rows_come_back_in_order(client: Client, journal: Journal) -> None:
    texts = many(500)
    outcomes = run(job_of(texts, journal), client)
    expected = ["negative" if "bad" in text else "positive" for text in texts]
    assert [outcome.sentiment for outcome in outcomes] == expected


def test_each_kind_of_row_has_its_status(client: Client, journal: Journal) -> None:
    texts = ["good film", "  \n ", "x" * 20_001, "12345", "bad foreign film"]
    outcomes = run(job_of(texts, journal), client)
    assert statuses(outcomes) == ["scored", "empty", "too long", "no words", "scored"]
    assert "20,001 characters" in outcomes[2].detail
    assert "no words" in outcomes[3].detail
    assert outcomes[4].flags == ("other_language",)


def test_the_same_text_is_sent_once(api: Api, client: Client, journal: Journal) -> None:
    job = job_of(["good film", "bad film"] * 50, journal)
    outcomes = run(job, client)
    assert [o.sentiment for o in outcomes] == ["positive", "negative"] * 50
    assert [len(request.reviews) for request in api.requests] == [2]
    assert job.progress().done == 100


def test_a_poisoned_review_costs_only_itself(api: Api, client: Client, journal: Journal) -> None:
    def choke(request: PredictionRequest) -> Reply:
        poisoned = any("poison" in review.text for review in request.reviews)
        return refuse(ModelFailed()) if poisoned else answer_all(request)

    api.answer = choke
    texts = many(200)
    texts[100] = "poison"
    job = job_of(texts, journal)
    outcomes = run(job, client)
    assert [row for row, o in enumerate(outcomes) if o.status != "scored"] == [100]
    assert outcomes[100] == Outcome("failed", ModelFailed.default_detail)
    assert job.progress().failed == 1
    assert len(api.requests) <= 1 + 2 * 7 + 2  # the halves, a harmless review, and once more


def test_what_failed_can_be_tried_again_and_nothing_else_is_asked(
    api: Api, client: Client, journal: Journal
) -> None:
    poison = {"good", "bad", "12"}
    api.answer = lambda request: (
        refuse(ModelFailed()) if poison & {r.text for r in request.reviews} else answer_all(request)
    )
    job = job_of(["good", "bad", "", "12"], journal)
    assert statuses(run(job, client)) == ["failed", "failed", "empty", "failed"]
    api.answer = answer_all
    assert statuses(run(job, client, again=True)) == ["scored", "scored", "empty", "no words"]
    api.requests.clear()
    run(job, client, again=True)
    assert not api.requests


@pytest.mark.parametrize("state", ["paused", "cancelled"])
def test_a_stopped_job_keeps_what_it_has_and_goes_on(
    api: Api, client: Client, journal: Journal, state: str
) -> None:
    job = job_of(many(10_000), journal)

    def stop_soon(request: PredictionRequest) -> Reply:
        if request in api.requests[9:10]:  # one alone, however many come at once
            job.stop("paused" if state == "paused" else "cancelled")
        return answer_all(request)

    api.answer = stop_soon
    outcomes = run(job, client)
    assert set(statuses(outcomes)) == {"scored"}
    assert 10 * MAX_REVIEWS <= len(outcomes) <= 30 * MAX_REVIEWS
    assert job.progress().state == state
    asked = len(api.requests)
    assert len(run(job, client)) == 10_000
    assert job.progress().state == "done"
    texts = [review.text for request in api.requests for review in request.reviews]
    assert len(texts) == len(set(texts)) == 10_000
    assert asked < len(api.requests)


def test_a_job_opened_from_its_journal_is_the_same(client: Client, journal: Journal) -> None:
    job = job_of([*many(300), "", "123"], journal)
    run(job, client)
    entry = journal.entry(job.id)
    assert entry is not None
    again = Job(entry, journal.table(job.id), journal)
    assert again.outcomes() == job.outcomes()
    assert again.progress().done == job.progress().done == entry.n_done == 302
    assert again.progress().state == "done"
    assert again.models() == ["words 7"]


def test_a_file_uploaded_again_pays_only_for_its_new_rows(
    api: Api, client: Client, journal: Journal
) -> None:
    run(job_of(many(100), journal), client)
    api.requests.clear()
    outcomes = run(job_of([*many(100), "a new row, good"], journal), client)
    assert set(statuses(outcomes)) == {"scored"}
    assert [review.text for r in api.requests for review in r.reviews] == ["a new row, good"]


def test_another_owner_or_another_model_pays_again(
    api: Api, client: Client, journal: Journal
) -> None:
    run(job_of(["good film"], journal, owner="ada"), client)
    run(job_of(["good film"], journal, owner="bob"), client)
    assert len(api.requests) == 2

    def newer(request: PredictionRequest) -> Reply:
        predictions = [judge(review) for review in request.reviews]
        response = PredictionResponse(
            model=ModelInfo(name="words", version="8"), predictions=predictions
        )
        return Reply(response.model_dump_json().encode())

    api.answer, api.model = newer, ModelInfo(name="words", version="8")
    run(job_of(["good film"], journal, owner="ada"), client)
    assert len(api.requests) == 3


def test_progress_tells_speed_and_time_left(journal: Journal) -> None:
    now = 100.0
    table = table_of(many(100))
    entry = new_entry(table, Roles("review"), SOURCE)
    journal.add(entry, table)
    job = Job(entry, table, journal, clock=lambda: now)
    job.begin()
    assert job.progress().seconds_left is None
    now = 104.0
    job.record([(review, Outcome("scored")) for review in list(job.waiting())[:20]], "m 1")
    progress = job.progress()
    assert (progress.done, progress.total) == (20, 100)
    assert progress.rows_per_second == pytest.approx(5)
    assert progress.seconds_left == pytest.approx(16)


def test_a_moment_tells_no_speed(journal: Journal) -> None:
    """All first answers come at once: by them the job would be done in no time."""
    table = table_of(many(100))
    entry = new_entry(table, Roles("review"), SOURCE)
    journal.add(entry, table)
    job = Job(entry, table, journal, clock=lambda: 100.0)
    job.begin()
    job.record([(review, Outcome("scored")) for review in list(job.waiting())[:20]], "m 1")
    assert (job.progress().rows_per_second, job.progress().seconds_left) == (0, None)


def test_a_file_of_nothing_to_send_ends_at_once(api: Api, client: Client, journal: Journal) -> None:
    job = job_of(["", " "], journal)
    run(job, client)
    assert job.progress().state == "done"
    assert not api.requests


def test_a_full_disk_pauses_the_job_and_says_so(
    client: Client, journal: Journal, data_dir: Path
) -> None:
    job = job_of(many(3_000), journal)
    (pages,) = journal._db.execute("PRAGMA page_count").fetchone()
    journal._db.execute(f"PRAGMA max_page_count = {pages + 10}")  # SQLite's own "disk is full"
    run(job, client)
    assert job.progress().state == "paused"
    assert "disk is full" in job.progress().why
    assert str(data_dir) in job.progress().why
    journal._db.execute("PRAGMA max_page_count = 1000000")
    assert len(run(job, client)) == 3_000
    assert job.progress().state == "done"
