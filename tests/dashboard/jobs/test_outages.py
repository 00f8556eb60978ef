"""An API that is away, busy or wrong: nothing is lost, and a person is told what to do."""

import itertools
import socket
import threading
from collections.abc import Iterator

import pytest

from dashboard.api.client import ApiRefused, ApiTimeout, ApiUnreachable, Client
from dashboard.jobs.journal import Journal
from dashboard.jobs.remedy import LONGEST_WAIT_S, pause_before, remedy
from model.contract.errors import BodyTooLarge, InternalError, ModelTimeout, ModelUnavailable
from model.contract.limits import MAX_REVIEWS
from model.contract.schema import PredictionRequest
from tests.dashboard.conftest import Api, Reply, answer_all, refuse
from tests.dashboard.jobs.running import job_of, many, run, statuses


@pytest.fixture
def dead_url() -> Iterator[str]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # taken, but nobody listens
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_an_api_that_goes_away_pauses_the_job_and_fails_no_row(
    api: Api, dead_url: str, journal: Journal
) -> None:
    urls = itertools.chain([api.url] * 20, itertools.repeat(dead_url))
    client = Client(lambda: next(urls))
    job = job_of(many(10_000), journal)
    outcomes = run(job, client, patience_s=0.3)
    client.close()
    assert set(statuses(outcomes)) == {"scored"}
    assert len(outcomes) == 19 * MAX_REVIEWS  # the first request asked for the model's version
    progress = job.progress()
    assert progress.state == "paused"
    assert "cannot be reached" in progress.why
    back = Client(lambda: api.url)
    assert len(run(job, back)) == 10_000
    back.close()
    assert job.progress().state == "done"


@pytest.mark.parametrize(
    "refusal",
    [
        Reply(b"{}", 429),
        Reply(b"{}", 429, retry_after="0"),
        Reply(b"{}", 503, retry_after="0"),
        Reply(b"{}", 503, retry_after="Wed, 21 Oct 2015 07:28:00 GMT"),
        Reply(b'{"message": "Service Unavailable"}', 503),
    ],
)
def test_a_busy_api_costs_time_and_no_row(
    api: Api, client: Client, journal: Journal, refusal: Reply
) -> None:
    api.answer = lambda request: refusal if len(api.requests) % 3 == 1 else answer_all(request)
    job = job_of(many(2_000), journal)
    assert statuses(run(job, client)) == ["scored"] * 2_000
    answered = [review for r in api.requests for review in r.reviews]
    assert len(answered) > 2_000


def test_a_rate_limit_with_an_answer_in_between_is_no_outage(
    api: Api, client: Client, journal: Journal
) -> None:
    api.answer = lambda request: answer_all(request) if len(api.requests) % 2 else Reply(b"{}", 429)
    assert len(run(job_of(many(1_000), journal), client)) == 1_000


@pytest.mark.parametrize(
    ("status", "why"),
    [(301, "not this API"), (307, "not this API"), (401, "401"), (403, "403"), (404, "404")],
)
def test_a_wrong_key_or_address_pauses_at_once(
    api: Api, client: Client, journal: Journal, status: int, why: str
) -> None:
    api.answer = lambda _: Reply(b'{"message": "Forbidden"}', status)
    job = job_of(many(3_000), journal)
    assert run(job, client) == []
    assert len(api.requests) <= 16
    assert job.progress().state == "paused"
    assert why in job.progress().why


def test_an_answer_that_is_not_ours_pauses(api: Api, client: Client, journal: Journal) -> None:
    api.answer = lambda _: Reply(b"<html>hotel wifi</html>")
    job = job_of(many(1_000), journal)
    assert run(job, client) == []
    assert "not this API" in job.progress().why


def test_an_api_that_fails_on_everything_is_not_asked_forever(
    api: Api, client: Client, journal: Journal
) -> None:
    api.answer = lambda _: refuse(InternalError())
    job = job_of(many(1_000), journal)
    assert run(job, client) == []
    assert job.progress().state == "paused"
    assert InternalError.default_detail in job.progress().why
    assert len(api.requests) <= 64 + 64 + 16  # refusals, harmless ones, under way
    api.answer = answer_all
    assert statuses(run(job, client)) == ["scored"] * 1_000


@pytest.mark.parametrize("n", [1, 3, 100])
def test_a_few_rows_wait_while_everything_fails(
    api: Api, client: Client, journal: Journal, n: int
) -> None:
    api.answer = lambda _: Reply(b"Bad Gateway", 502)
    job = job_of(many(n), journal)
    assert run(job, client, patience_s=0.3) == []
    assert job.progress().state == "paused"
    assert "502" in job.progress().why


def test_an_api_that_hangs_pauses_the_job_soon_and_fails_no_row(api: Api, journal: Journal) -> None:
    over = threading.Event()

    def hang(_: PredictionRequest) -> Reply:
        over.wait(30)
        return Reply(b"", status=0)

    api.answer = hang
    client = Client(lambda: api.url, read_timeout_s=0.2)
    job = job_of(many(1_000), journal)
    assert run(job, client, patience_s=0.5) == []
    over.set()
    client.close()
    assert job.progress().state == "paused"
    assert "did not answer within" in job.progress().why
    assert len(api.requests) <= 20


@pytest.mark.parametrize(("n", "refused"), [(1, 8), (10, 12), (1_000, 30)])
def test_a_short_outage_fails_no_row(
    api: Api, client: Client, journal: Journal, n: int, refused: int
) -> None:
    api.answer = lambda request: (
        Reply(b"", 502) if len(api.requests) <= refused else answer_all(request)
    )
    assert statuses(run(job_of(many(n), journal), client)) == ["scored"] * n


def test_where_each_review_is_at_fault_others_are_still_asked(
    api: Api, client: Client, journal: Journal
) -> None:
    def only_films(request: PredictionRequest) -> Reply:
        guilty = any("poison" in review.text for review in request.reviews)
        return refuse(InternalError()) if guilty else answer_all(request)

    api.answer = only_films
    job = job_of([*(f"poison {i}" for i in range(24)), *many(30)], journal)
    outcomes = run(job, client, patience_s=0)
    assert statuses(outcomes) == ["failed"] * 24 + ["scored"] * 30
    assert job.progress().state == "done"


def test_too_large_and_too_slow_requests_are_halved(
    api: Api, client: Client, journal: Journal
) -> None:
    def small_only(request: PredictionRequest) -> Reply:
        if len(request.reviews) > 40:
            return refuse(BodyTooLarge("Too large."))
        return refuse(ModelTimeout()) if len(request.reviews) > 20 else answer_all(request)

    api.answer = small_only
    assert statuses(run(job_of(many(256), journal), client)) == ["scored"] * 256


def test_a_connection_that_breaks_off_is_tried_again(
    api: Api, client: Client, journal: Journal
) -> None:
    api.answer = lambda request: (
        Reply(b"", status=0) if len(api.requests) == 1 else answer_all(request)
    )
    assert statuses(run(job_of(many(64), journal), client)) == ["scored"] * 64


def test_who_is_tried_again() -> None:
    assert remedy(ApiUnreachable("")) == "retry"
    assert remedy(ApiTimeout("")) == "split"
    assert remedy(ApiRefused(429, "")) == "retry"
    assert remedy(ApiRefused(503, "", 2)) == "retry"
    assert remedy(ApiRefused(503, "", 2), 50) == "retry"
    assert remedy(ApiRefused(503, ""), 3) == "retry"
    assert remedy(ApiRefused(503, ""), 4) == "split"
    assert remedy(ApiRefused(504, "", 2)) == "split"


def test_the_pause_is_what_was_asked_for_within_reason() -> None:
    asked = ApiRefused(*(429, ModelUnavailable.default_detail), 3600)
    assert pause_before(0, asked, 0.5) <= LONGEST_WAIT_S
    assert 1.5 <= pause_before(0, ApiRefused(429, "", 2), 0.5) <= 2
    assert pause_before(5, ApiRefused(429, "", 0), 0.5) >= 12  # no hammering, whatever it says
    waits = [pause_before(attempt, ApiRefused(429, ""), 0.5) for attempt in range(20)]
    assert 0.375 <= waits[0] <= 0.5
    assert LONGEST_WAIT_S * 0.75 <= waits[-1] <= LONGEST_WAIT_S
