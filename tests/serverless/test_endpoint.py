"""The SageMaker client against a real HTTP server that misbehaves in every way an endpoint can."""

import time
import traceback

import pytest

from model.contract.errors import (
    BodyTooLarge,
    InternalError,
    ModelFailed,
    ModelTimeout,
    ModelUnavailable,
    SentimentError,
)
from model.contract.schema import PredictionRequest, PredictionResponse, Review
from serverless.model_process import free_port
from serverless.settings import Settings
from tests.serverless.runtime_stub import (
    Answer,
    RuntimeStub,
    aws_error,
    cut_short,
    cut_short_in_a_chunk,
    drip,
    drip_in_the_body,
    endpoint_at,
    fine,
    hang,
    hang_up,
    plain_error,
    serving,
    stall_in_the_body,
)
from tests.serverless.stand_ins import CORRELATION_ID, MODEL, judge

REVIEWS = [Review(id="r1", text="A good film."), Review(id="r2", text="Très dull.")]
REQUEST = PredictionRequest(reviews=REVIEWS)
ANSWER = PredictionResponse(model=MODEL, predictions=[judge(review) for review in REVIEWS])
FINE = fine(ANSWER.model_dump_json().encode())
NOT_READY = aws_error(429, "ModelNotReadyException")

QUICK = Settings("reviews", connect_timeout_s=1, read_timeout_s=0.8, pause_s=0.1)


def ask(stub: RuntimeStub, seconds: float = 25) -> PredictionResponse:
    endpoint = endpoint_at(stub.server_port, QUICK)
    return endpoint.invoke(REQUEST, time.monotonic() + seconds, CORRELATION_ID)


def test_the_request_goes_to_the_endpoint_and_the_answer_comes_back() -> None:
    with serving(FINE) as stub:
        assert ask(stub) == ANSWER
    [(path, headers, body)] = stub.received
    assert path == "/endpoints/reviews/invocations"
    assert headers["Content-Type"] == headers["Accept"] == "application/json"
    assert headers["X-Amzn-SageMaker-Custom-Attributes"] == CORRELATION_ID
    assert PredictionRequest.model_validate(body) == REQUEST


FAULTS: dict[str, tuple[Answer, type[SentimentError], int]] = {
    "hang": (hang, ModelTimeout, 2),
    "stalled body": (stall_in_the_body, ModelTimeout, 2),
    "drip": (drip, ModelTimeout, 2),
    "drip in the body": (drip_in_the_body, ModelTimeout, 2),
    "hung up": (hang_up, ModelUnavailable, 2),
    "cut short": (cut_short, ModelFailed, 1),
    "cut in a chunk": (cut_short_in_a_chunk, ModelFailed, 1),
    "500": (plain_error(500), ModelUnavailable, 2),
    "503": (plain_error(503), ModelUnavailable, 2),
    "internal failure": (aws_error(500, "InternalFailure"), ModelUnavailable, 2),
    "dependency": (aws_error(530, "InternalDependencyException"), ModelUnavailable, 2),
    "throttled": (aws_error(400, "ThrottlingException"), ModelUnavailable, 2),
    "no endpoint": (aws_error(400, "ValidationError"), ModelUnavailable, 1),
    "denied": (aws_error(403, "AccessDeniedException"), InternalError, 1),
    "model error": (aws_error(424, "ModelError"), ModelFailed, 1),
    "model refuses": (aws_error(424, "ModelError", OriginalStatusCode=422), ModelFailed, 1),
    "too much": (aws_error(424, "ModelError", OriginalStatusCode=413), BodyTooLarge, 1),
    "not ready": (NOT_READY, ModelUnavailable, 2),
    "garbage": (fine(b"{"), ModelFailed, 1),
    "other schema": (fine(b'{"predictions": []}'), ModelFailed, 1),
}


@pytest.mark.parametrize(("answer", "error", "requests"), FAULTS.values(), ids=FAULTS)
def test_each_fault_has_its_error_and_its_number_of_attempts(
    answer: Answer, error: type[SentimentError], requests: int
) -> None:
    with serving(answer) as stub, pytest.raises(error) as caught:
        ask(stub)
    assert (caught.type.code, caught.value.status) == (error.code, error.status)
    assert len(stub.received) == requests


@pytest.mark.parametrize(
    "first", [plain_error(500), hang, NOT_READY], ids=["500", "hang", "not ready"]
)
def test_the_second_attempt_may_succeed(first: Answer) -> None:
    with serving(first, FINE) as stub:
        assert ask(stub) == ANSWER


@pytest.mark.parametrize(("spare_s", "requests"), [(0.04, 1), (1.0, 2)])
def test_a_call_is_repeated_only_with_time_for_it(spare_s: float, requests: int) -> None:
    with serving(NOT_READY) as stub, pytest.raises(ModelUnavailable):
        ask(stub, seconds=QUICK.longest_call_s + spare_s)
    assert len(stub.received) == requests


def test_the_endpoint_is_not_asked_when_there_is_no_time_left() -> None:
    with serving(FINE) as stub, pytest.raises(ModelTimeout):
        ask(stub, seconds=QUICK.longest_call_s)
    assert stub.received == []


def test_nobody_listening() -> None:
    with pytest.raises(ModelUnavailable):
        endpoint_at(free_port(), QUICK).invoke(REQUEST, time.monotonic() + 25, CORRELATION_ID)


@pytest.mark.parametrize("order", [[1, 0], [0], [0, 0]], ids=["swapped", "short", "doubled"])
def test_answers_to_other_reviews_are_no_answer(order: list[int]) -> None:
    mixed = ANSWER.model_copy(update={"predictions": [ANSWER.predictions[i] for i in order]})
    with serving(fine(mixed.model_dump_json().encode())) as stub, pytest.raises(ModelFailed):
        ask(stub)


def test_an_unusable_answer_is_not_quoted() -> None:
    with serving(fine(b'{"text": "canary-5e2f"}')) as stub, pytest.raises(ModelFailed) as caught:
        ask(stub)
    assert "canary" not in "".join(traceback.format_exception(caught.value))
