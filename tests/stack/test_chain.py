"""From the dashboard's client through gateway and Lambda to the model, over real HTTP."""

from typing import Any

import pytest
import requests
from openapi_spec_validator import validate

from dashboard.api.client import Client
from dashboard.api.embedded import EmbeddedStack
from model.contract.schema import PredictionRequest, Problem
from tests import golden


def test_golden_examples(client: Client) -> None:
    for example in golden.load():
        request, response = example.values
        asked = PredictionRequest.model_validate(request)
        answer: Any = client.predict(asked.reviews, explain=asked.explain)
        assert answer.model_dump(exclude_none=True) == golden.near(response)


def test_health_names_the_model_that_predicts(client: Client) -> None:
    asked = PredictionRequest.model_validate({"reviews": [{"id": "1", "text": "Good."}]})
    assert client.health().model == client.predict(asked.reviews).model


def test_the_document_is_valid_openapi(stack: EmbeddedStack) -> None:
    document = requests.get(f"{stack.url()}/openapi.json", timeout=10).json()
    assert document["openapi"].startswith("3.1")
    validate(document)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"reviews": []}', "application/json", 422),
        (b" " * 2_000_001, "application/json", 413),
        (b"a,b", "text/csv", 415),
        (b"", "text/plain", 422),
    ],
)
def test_every_error_is_a_problem(
    stack: EmbeddedStack, body: bytes, content_type: str, status: int
) -> None:
    headers = {"Content-Type": content_type}
    answer = requests.post(f"{stack.url()}/v1/predictions", body, headers=headers, timeout=10)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate_json(answer.content)
    assert problem.instance == answer.headers["x-correlation-id"]
