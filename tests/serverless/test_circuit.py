"""The circuit breaker around the endpoint: when it opens, what it answers, and how it closes."""

import time

import pytest

from model.contract.errors import ModelError, ModelUnavailable, SentimentError
from serverless.endpoint import SageMakerEndpoint
from serverless.settings import Settings
from tests.serverless.outage import amplification
from tests.serverless.runtime_stub import (
    Answer,
    aws_error,
    endpoint_at,
    fine,
    plain_error,
    serving,
)
from tests.serverless.stand_ins import CORRELATION_ID, Api
from tests.serverless.test_endpoint import FINE, NOT_READY, REQUEST

SETTINGS = Settings("reviews", pause_s=0, open_s=1)
BROKEN = plain_error(500)
REFUSED = aws_error(424, "ModelError", OriginalStatusCode=422)
TOO_MUCH = aws_error(424, "ModelError", OriginalStatusCode=413)


def ask(endpoint: SageMakerEndpoint) -> SentimentError | None:
    """What went wrong, if anything."""
    try:
        endpoint.invoke(REQUEST, time.monotonic() + 25, CORRELATION_ID)
    except SentimentError as error:
        return error
    return None


def test_it_opens_after_ten_failures_in_a_row_and_then_nothing_is_sent() -> None:
    with serving(BROKEN) as stub:
        endpoint = endpoint_at(stub.server_port, SETTINGS)
        errors = [ask(endpoint) for _ in range(20)]
        assert all(isinstance(error, ModelUnavailable) for error in errors)
        assert len(stub.received) == SETTINGS.failures_to_open


def test_while_open_the_caller_gets_503_and_when_to_come_back() -> None:
    with serving(BROKEN) as stub:
        api = Api(endpoint_at(stub.server_port, Settings("reviews", pause_s=0)))
        for _ in range(10):
            api.predict("A good film.")
        reply = api.predict("A good film.")
        health = api.get("/v1/health")
        assert len(stub.received) == 10
    assert (reply.status, reply.json["code"]) == (503, "model_unavailable")
    assert reply.headers["retry-after"] == "3"
    assert (health.status, health.headers["retry-after"]) == (503, "3")


def test_a_probe_that_succeeds_closes_it() -> None:
    with serving(*[BROKEN] * SETTINGS.failures_to_open, FINE) as stub:
        endpoint = endpoint_at(stub.server_port, SETTINGS)
        assert all(ask(endpoint) for _ in range(SETTINGS.failures_to_open))
        time.sleep(SETTINGS.open_s)
        assert [ask(endpoint) for _ in range(3)] == [None] * 3


def test_a_probe_that_fails_opens_it_again() -> None:
    with serving(BROKEN) as stub:
        endpoint = endpoint_at(stub.server_port, SETTINGS)
        for _ in range(20):
            ask(endpoint)
        time.sleep(SETTINGS.open_s)
        for _ in range(5):
            assert isinstance(ask(endpoint), ModelUnavailable)
        assert len(stub.received) == SETTINGS.failures_to_open + 1


@pytest.mark.parametrize(
    "answer",
    [
        NOT_READY,
        aws_error(400, "ThrottlingException"),
        REFUSED,
        TOO_MUCH,
        aws_error(403, "AccessDenied"),
    ],
    ids=["waking up", "throttled", "refused by the model", "too much", "no permission"],
)
def test_an_endpoint_that_is_there_does_not_open_it(answer: Answer) -> None:
    with serving(answer) as stub:
        endpoint = endpoint_at(stub.server_port, SETTINGS)
        assert all(ask(endpoint) for _ in range(30))
        assert len(stub.received) >= 30


@pytest.mark.parametrize("answer", [fine(b"{"), aws_error(424, "ModelError")])
def test_a_model_that_gives_no_usable_answer_opens_it(answer: Answer) -> None:
    with serving(answer) as stub:
        endpoint = endpoint_at(stub.server_port, SETTINGS)
        assert all(isinstance(ask(endpoint), ModelError) for _ in range(20))
        assert len(stub.received) == SETTINGS.failures_to_open


def test_half_of_the_calls_failing_makes_at_most_a_fifth_more_calls() -> None:
    assert 1 < amplification(0.5, 200) <= 1.2
