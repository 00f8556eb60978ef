"""The model server killed in the middle of a batch: nothing is lost, and the next batch works."""

import time

import pandas as pd
import psutil

from dashboard.client import Client
from dashboard.embedded import EmbeddedStack
from dashboard.jobs.job import Job
from dashboard.jobs.worker import Worker
from dashboard.roles import Roles

N = 3000


def model_server(stack: EmbeddedStack) -> psutil.Process:
    stack.url()
    (gateway,) = (p for p in psutil.Process().children() if "serverless.stack" in p.cmdline())
    (server,) = gateway.children()
    return server


def job(n: int) -> Job:
    texts = [f"Review {i}: the film was long, but the ending was lovely." for i in range(n)]
    return Job(pd.DataFrame({"review": texts}), Roles("review"), "reviews.csv")


def wait_until_done(job: Job) -> None:
    deadline = time.monotonic() + 90
    while job.progress().state == "running":
        assert time.monotonic() < deadline, "the batch hangs"
        time.sleep(0.05)


def test_every_row_is_scored_or_marked(stack: EmbeddedStack, client: Client) -> None:
    server, batch = model_server(stack), job(N)
    Worker(batch, client.predict).start()
    while batch.progress().done < N // 10:
        time.sleep(0.01)
    server.kill()
    wait_until_done(batch)
    statuses = [outcome.status for outcome in batch.outcomes() if outcome]
    assert len(statuses) == N
    assert set(statuses) <= {"scored", "failed"}
    assert statuses.count("scored") >= N // 10

    again = job(100)
    Worker(again, client.predict).start()
    wait_until_done(again)
    assert [outcome.status for outcome in again.outcomes() if outcome] == ["scored"] * 100
