"""The model server killed in the middle of a batch: no row is lost, and none has to be repeated."""

import threading
from pathlib import Path

import psutil

from dashboard.api.client import Client
from dashboard.api.embedded import EmbeddedStack
from dashboard.jobs.engine import Engine
from dashboard.jobs.journal import Journal
from tests.dashboard.jobs.running import job_of, wait_for

N = 3000


def model_server(stack: EmbeddedStack) -> psutil.Process:
    stack.url()
    (gateway,) = (p for p in psutil.Process().children() if "serverless.stack" in p.cmdline())
    (server,) = gateway.children()
    return server


def test_every_row_is_scored(stack: EmbeddedStack, client: Client, tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    texts = [f"Review {i}: the film was long, but the ending was lovely." for i in range(N)]
    job, server = job_of(texts, journal), model_server(stack)
    job.begin()
    threading.Thread(target=Engine(job, client).run, daemon=True).start()
    wait_for(lambda: job.progress().done >= N // 10)
    server.kill()
    wait_for(lambda: job.progress().state != "running", seconds=90)
    assert job.progress().state == "done"
    assert {outcome.status for outcome in job.outcomes() if outcome} == {"scored"}
    journal.close()
