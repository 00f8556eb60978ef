"""An API that goes away during a job: a short absence costs little, a long one ends it soon."""

import socket
import time
from collections.abc import Iterator

import pandas as pd
import pytest

from dashboard.client import Client
from dashboard.jobs.job import Job
from dashboard.jobs.worker import Worker
from dashboard.roles import Roles
from model.contract.errors import ModelUnavailable
from model.contract.schema import PredictionRequest
from tests.dashboard.conftest import Api, Reply, answer_all, refuse


@pytest.fixture
def dead_url() -> Iterator[str]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # taken, but nobody listens
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def job_of(n: int) -> Job:
    texts = [f"good film number {i}" for i in range(n)]
    return Job(pd.DataFrame({"review": texts}), Roles("review"), "reviews.csv")


def test_an_api_that_dies_in_the_middle_ends_the_job_with_every_row_marked(
    api: Api, dead_url: str
) -> None:
    urls = iter([api.url] * 20)
    client = Client(lambda: next(urls, dead_url))
    job = job_of(20_000)
    start = time.monotonic()
    Worker(job, client.predict, patience_s=0.3, pause_s=0.05).run()
    client.close()
    assert time.monotonic() - start < 10
    outcomes = job.outcomes()
    assert sum(o is not None and o.status == "scored" for o in outcomes) == 20 * 64
    failed = [o for o in outcomes if o is not None and o.status == "failed"]
    assert len(failed) == 20_000 - 20 * 64
    assert all("cannot be reached" in o.detail for o in failed)
    assert job.progress().failed == len(failed)


def test_a_short_absence_costs_only_the_requests_it_met(api: Api, client: Client) -> None:
    def away_at_first(request: PredictionRequest) -> Reply:
        return refuse(ModelUnavailable()) if len(api.requests) <= 10 else answer_all(request)

    api.answer = away_at_first
    job = job_of(3_000)
    Worker(job, client.predict, patience_s=5, pause_s=0.05).run()
    outcomes = [o for o in job.outcomes() if o is not None]
    assert sum(o.status == "failed" for o in outcomes) == 10 * 64
    assert sum(o.status == "scored" for o in outcomes) == 3_000 - 10 * 64


def test_what_failed_in_an_outage_is_sent_together_again(api: Api, client: Client) -> None:
    api.answer = lambda _: refuse(ModelUnavailable())
    job = job_of(128)
    Worker(job, client.predict, patience_s=5, pause_s=0.01).run()
    api.answer = answer_all
    api.requests.clear()
    job.reopen()
    Worker(job, client.predict).run()
    assert {o.status for o in job.outcomes() if o} == {"scored"}
    assert len(api.requests) == 2
