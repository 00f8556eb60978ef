"""The handler's sources under AWS's own runtime client; tests/package does it with the zip."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from model.contract.schema import PredictionResponse, Review
from serverless.gateway import LambdaFailed
from tests.serverless.lambda_service import LAMBDAS_OWN, Code, Environment
from tests.serverless.runtime_stub import RuntimeStub, fine, hang_up, serving
from tests.serverless.stand_ins import MODEL, event, judge

SOURCES = Code(Path(sys.executable), Path(__file__).parents[2])
ANSWER = PredictionResponse(model=MODEL, predictions=[judge(Review(id="r1", text="A good film."))])
FINE = fine(ANSWER.model_dump_json().encode())
REQUEST = json.dumps({"reviews": [{"id": "r1", "text": "A good film."}]})
ASK = event("POST", "/v1/predictions", REQUEST, "application/json")


@contextmanager
def function(**variables: str) -> Iterator[Environment]:
    """The handler as a started Lambda."""
    environment = Environment(SOURCES, "serverless.handler.handler", LAMBDAS_OWN | variables)
    try:
        yield environment
    finally:
        environment.stop()


@pytest.fixture
def stub() -> Iterator[RuntimeStub]:
    with serving(FINE, hang_up, hang_up, FINE) as stub:
        yield stub


def test_it_predicts_reports_a_fault_and_goes_on(stub: RuntimeStub) -> None:
    url = f"http://127.0.0.1:{stub.server_port}"
    variables = {"SAGEMAKER_ENDPOINT_NAME": "reviews", "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": url}
    with function(**variables) as started:
        answers = [started.invoke(ASK, timeout_s=25) for _ in range(3)]
    assert [answer["statusCode"] for answer in answers] == [200, 503, 200]
    assert PredictionResponse.model_validate_json(answers[0]["body"]) == ANSWER
    assert stub.received[0][0] == "/endpoints/reviews/invocations"


def test_without_its_setting_it_fails_at_start_and_names_it() -> None:
    with function(SAGEMAKER_ENDPOINT_NAME="") as started:
        with pytest.raises(LambdaFailed):
            started.invoke(ASK, timeout_s=25)
        kind, fault = started.outcomes.get(timeout=30)
    assert kind == "error"
    assert "SAGEMAKER_ENDPOINT_NAME" in fault["errorMessage"]
