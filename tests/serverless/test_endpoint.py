"""The SageMaker client against a real HTTP server that misbehaves in every way an endpoint can."""

import time
import traceback
from collections.abc import Callable

import pytest

from model.contract.errors import (
    InternalError,
    ModelFailed,
    ModelTimeout,
    ModelUnavailable,
    SentimentError,
)
from model.contract.schema import PredictionRequest, PredictionResponse, Review
from serverless.endpoint import SageMakerEndpoint
from serverless.model_process import free_port
from serverless.settings import Settings
from tests.serverless.runtime_stub import (
    Answer,
    RuntimeStub,
    aws_error,
    cut_short,
    fine,
    hang,
    hang_up,
    plain_error,
    serving,
    stall_in_the_body,
)
from tests.serverless.stand_ins import MODEL, judge

REVIEWS = [Review(id="r1", text="A good film."), Review(id="r2", text="Très dull.")]
REQUEST = PredictionRequest(reviews=REVIEWS)
ANSWER = PredictionResponse(model=MODEL, predictions=[judge(review) for review in REVIEWS])
FINE = fine(ANSWER.model_dump_json().encode())
NOT_READY = aws_error(429, "ModelNotReadyException")

Client = Callable[[int], SageMakerEndpoint]


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Makes the client as the Lambda does, with botocore's own variable pointing at a port."""

    def make(port: int) -> SageMakerEndpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        settings = Settings("reviews", 0.3, 0.3, not_ready_pause_s=0.2)
        return SageMakerEndpoint(settings)

    return make


def ask(client: Client, stub: RuntimeStub, seconds: float = 25) -> PredictionResponse:
    endpoint = client(stub.server_port)
    return endpoint.invoke(REQUEST, time.monotonic() + seconds)


def test_the_request_goes_to_the_endpoint_and_the_answer_comes_back(client: Client) -> None:
    with serving(FINE) as stub:
        assert ask(client, stub) == ANSWER
    [(path, headers, body)] = stub.received
    assert path == "/endpoints/reviews/invocations"
    assert headers["Content-Type"] == headers["Accept"] == "application/json"
    assert PredictionRequest.model_validate(body) == REQUEST


@pytest.mark.parametrize(
    ("answer", "error", "requests"),
    [
        (hang, ModelTimeout, 2),
        (stall_in_the_body, ModelTimeout, 1),
        (hang_up, ModelUnavailable, 2),
        (cut_short, ModelFailed, 1),
        (plain_error(500), ModelUnavailable, 2),
        (plain_error(503), ModelUnavailable, 2),
        (aws_error(500, "InternalFailure"), ModelUnavailable, 2),
        (aws_error(530, "InternalDependencyException"), ModelUnavailable, 1),
        (aws_error(400, "ThrottlingException"), ModelUnavailable, 2),
        (aws_error(400, "ValidationError"), ModelUnavailable, 1),
        (aws_error(403, "AccessDeniedException"), InternalError, 1),
        (aws_error(424, "ModelError"), ModelFailed, 1),
        (NOT_READY, ModelUnavailable, 2),
        (fine(b"{"), ModelFailed, 1),
        (fine(b'{"predictions": []}'), ModelFailed, 1),
    ],
    ids=[
        *("hang", "stalled body", "hung up", "cut short", "500", "503", "internal failure"),
        *("dependency", "throttled", "no endpoint", "denied", "model error", "not ready"),
        *("garbage", "other schema"),
    ],
)
def test_each_fault_has_its_error_and_its_number_of_attempts(
    client: Client, answer: Answer, error: type[SentimentError], requests: int
) -> None:
    with serving(answer) as stub, pytest.raises(error) as caught:
        ask(client, stub)
    assert caught.type is error
    assert len(stub.received) == requests


@pytest.mark.parametrize(
    "first", [plain_error(500), hang, NOT_READY], ids=["500", "hang", "not ready"]
)
def test_the_second_attempt_may_succeed(client: Client, first: Answer) -> None:
    with serving(first, FINE) as stub:
        assert ask(client, stub) == ANSWER


def test_a_waking_endpoint_is_not_asked_again_without_time_for_it(client: Client) -> None:
    longest = Settings("reviews", 0.3, 0.3).longest_call_s
    with serving(NOT_READY, FINE) as stub, pytest.raises(ModelUnavailable):
        ask(client, stub, seconds=longest + 0.1)
    assert len(stub.received) == 1


def test_the_endpoint_is_not_asked_when_there_is_no_time_left(client: Client) -> None:
    with serving(FINE) as stub, pytest.raises(ModelTimeout):
        ask(client, stub, seconds=1)
    assert stub.received == []


def test_nobody_listening(client: Client) -> None:
    with pytest.raises(ModelUnavailable):
        client(free_port()).invoke(REQUEST, time.monotonic() + 25)


@pytest.mark.parametrize("order", [[1, 0], [0], [0, 0]], ids=["swapped", "short", "doubled"])
def test_answers_to_other_reviews_are_no_answer(client: Client, order: list[int]) -> None:
    mixed = ANSWER.model_copy(update={"predictions": [ANSWER.predictions[i] for i in order]})
    with serving(fine(mixed.model_dump_json().encode())) as stub, pytest.raises(ModelFailed):
        ask(client, stub)


def test_an_unusable_answer_is_not_quoted(client: Client) -> None:
    with serving(fine(b'{"text": "canary-5e2f"}')) as stub, pytest.raises(ModelFailed) as caught:
        ask(client, stub)
    assert "canary" not in "".join(traceback.format_exception(caught.value))
