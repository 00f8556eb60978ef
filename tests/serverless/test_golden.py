"""The golden examples through the Lambda: it gives what the model gives when asked directly."""

from typing import Any

import pytest

from model.artifact import DEFAULT_ARTIFACT, load_artifact
from model.contract.schema import PredictionRequest, PredictionResponse
from model.predict import Predictor
from tests import golden
from tests.serverless.stand_ins import CORRELATION_ID, Api


class PredictorEndpoint:
    """The shipped model, without a server between."""

    def __init__(self) -> None:
        self._predictor = Predictor(load_artifact(DEFAULT_ARTIFACT))

    def invoke(
        self, request: PredictionRequest, deadline: float, correlation_id: str
    ) -> PredictionResponse:
        assert deadline > 0
        assert correlation_id == CORRELATION_ID
        return self._predictor.predict(request)


@pytest.fixture(scope="module")
def shipped_api() -> Api:
    return Api(PredictorEndpoint())


@pytest.mark.parametrize(("request_", "response"), golden.load())
def test_golden_examples(shipped_api: Api, request_: Any, response: Any) -> None:
    assert shipped_api.post(request_).json == golden.near(response)
