"""The model that ships: whole, small, without pickle, and as good as it says."""

import csv
from pathlib import Path
from typing import Any

import pytest

from model.artifact import DEFAULT_ARTIFACT
from model.contract.schema import Prediction, PredictionRequest
from model.predict import Predictor
from tests import golden

SAMPLES = Path(__file__).parents[2] / "dashboard/samples/reviews.csv"


@pytest.mark.parametrize(("request_", "response"), golden.load())
def test_golden_examples(shipped: Predictor, request_: Any, response: Any) -> None:
    answer = shipped.predict(PredictionRequest.model_validate(request_))
    assert golden.rounded(answer.model_dump(exclude_none=True)) == golden.rounded(response)


def test_group_split_validation_accuracy(shipped: Predictor) -> None:
    figures = shipped.artifact.metrics["group_split_validation"]
    assert figures["n"] == 2589  # the reviews of 10 % of the labelled films
    assert figures["accuracy"] >= 0.89
    assert figures["ece"] <= 0.03


def test_agrees_with_the_stars_of_the_samples(shipped: Predictor) -> None:
    """Own writing, of films, products and places; the model saw only films."""
    with SAMPLES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["stars"] != "3" and row["review"]]
    agreed = []
    for row in rows:
        reviews = [{"id": row["review_id"], "text": row["review"]}]
        (answer,) = shipped.predict(
            PredictionRequest.model_validate({"reviews": reviews})
        ).predictions
        if isinstance(answer, Prediction):
            agreed.append((answer.sentiment == "positive") == (int(row["stars"]) > 3))
    assert len(agreed) > 150
    # Eight people gave the wrong stars on purpose, forty are ironic, two wrote another language.
    assert sum(agreed) / len(agreed) > 0.7


def test_is_small_and_has_no_pickle() -> None:
    files = list(DEFAULT_ARTIFACT.iterdir())
    assert {path.suffix for path in files} == {".json", ".safetensors"}
    assert sum(path.stat().st_size for path in files) < 25e6
