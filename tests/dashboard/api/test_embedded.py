"""The embedded stack as a child process: started once, restarted when it dies, never orphaned."""

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.api.client import ApiUnreachable, Client
from dashboard.api.embedded import EmbeddedStack, StackFailed
from dashboard.jobs.journal import Journal
from model.contract.schema import Prediction, PredictionResponse, Review
from tests.dashboard.jobs.running import job_of, run


def command(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


@pytest.fixture(scope="module")
def stack() -> Iterator[EmbeddedStack]:
    stack = EmbeddedStack()
    yield stack
    stack.stop()


@pytest.fixture
def client(stack: EmbeddedStack) -> Iterator[Client]:
    client = Client(stack.url)
    yield client
    client.close()


def test_the_real_stack_judges_a_review(client: Client) -> None:
    reviews = [Review(id="a", text="A wonderful, funny and moving film. I loved every minute.")]
    prediction = client.predict(reviews, explain=True).predictions[0]
    assert isinstance(prediction, Prediction)
    assert prediction.sentiment == "positive"
    assert prediction.explanation is not None


def test_visitors_share_one_stack(stack: EmbeddedStack) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len({*pool.map(lambda _: stack.url(), range(8))}) == 1


def test_a_stack_that_died_is_started_again(stack: EmbeddedStack, client: Client) -> None:
    before = client.health()
    process = stack._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait(5)
    assert client.health() == before
    assert stack._process is not process


def test_a_stack_that_dies_during_a_job_is_waited_for(
    stack: EmbeddedStack, client: Client, journal: Journal
) -> None:
    texts = [f"A wonderful film that I would see again, number {i}." for i in range(2_000)]
    asked = 0

    class Api:
        health = client.health

        def predict(self, reviews: list[Review]) -> PredictionResponse:
            nonlocal asked
            asked += 1
            if asked == 12 and stack._process:
                stack._process.kill()
            return client.predict(reviews)

    job = job_of(texts, journal)
    assert {outcome.status for outcome in run(job, Api())} == {"scored"}
    assert job.progress().state == "done"


def test_a_stopped_stack_answers_no_more(stack: EmbeddedStack) -> None:
    url = stack.url()
    process = stack._process
    assert process is not None
    stack.stop()
    assert process.poll() is not None
    client = Client(lambda: url)
    with pytest.raises(ApiUnreachable):
        client.health()
    client.close()


def test_a_stack_that_fails_is_quoted() -> None:
    stack = EmbeddedStack(command("import sys; sys.exit('Starting\\nThe model is not there.')"))
    with pytest.raises(StackFailed, match=r"did not start.*“The model is not there\.”"):
        stack.url()


def test_a_stack_that_says_nothing_is_given_up_and_ended() -> None:
    stack = EmbeddedStack(command("input()"), start_timeout_s=0.2)
    with pytest.raises(StackFailed, match="did not start"):
        stack.url()
    assert stack._process is None


def test_a_talkative_stack_does_not_block() -> None:
    talk = (
        "import sys; print('http://127.0.0.1:1', flush=True)\n"
        "for _ in range(20_000): print('x' * 50, file=sys.stderr)\n"
        "print('said', file=sys.stderr, flush=True); input()"
    )
    stack = EmbeddedStack(command(talk))
    assert stack.url() == "http://127.0.0.1:1"
    assert stack.url() == "http://127.0.0.1:1"
    stack.stop()
