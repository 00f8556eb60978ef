"""The model that ships: whole, small, without pickle, and as good as it says."""

import json
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from model.artifact import DEFAULT_ARTIFACT, load_artifact
from model.card.agreement import agreement
from model.contract.schema import Prediction, PredictionRequest
from model.predict import Predictor
from tests import golden
from tests.model import samples


@pytest.mark.parametrize(("request_", "response"), golden.load())
def test_golden_examples(shipped: Predictor, request_: Any, response: Any) -> None:
    answer = shipped.predict(PredictionRequest.model_validate(request_))
    assert answer.model_dump(exclude_none=True) == golden.near(response)


def test_group_split_validation_accuracy(shipped: Predictor) -> None:
    figures = shipped.artifact.metrics["group_split_validation"]
    assert figures["n"] == 2589  # the reviews of 10 % of the labelled films
    assert figures["accuracy"] >= 0.92
    assert figures["accuracy_top80"] >= 0.97
    assert figures["ece"] <= 0.02


def test_agrees_with_the_stars_of_the_samples(shipped: Predictor) -> None:
    """Own writing, of films, products and places; the model read only films and made phrases."""
    agreed = []
    for row in samples.rows():
        if row["stars"] == "3":
            continue
        reviews = [{"id": row["review_id"], "text": row["review"]}]
        (answer,) = shipped.predict(
            PredictionRequest.model_validate({"reviews": reviews})
        ).predictions
        if isinstance(answer, Prediction):
            agreed.append((answer.sentiment == "positive") == (int(row["stars"]) > 3))
    assert len(agreed) > 150
    # Eight people gave the wrong stars on purpose, forty are ironic, two wrote another language.
    assert sum(agreed) / len(agreed) > 0.8


def test_serves_what_torch_says(shipped: Predictor) -> None:
    """The torch network with the stored weights is the reference; tables have 8 or 16 bits."""
    weights = load_artifact(DEFAULT_ARTIFACT).weights
    found = agreement(shipped, weights, samples.reviews())
    assert found.n > 190
    assert found.largest <= 0.005
    assert found.tie <= 0.005  # no other label but near one half


def test_without_numba_it_says_the_same(shipped: Predictor) -> None:
    texts = samples.reviews()[:25]
    code = (
        "import sys, json; sys.modules['numba'] = None\n"
        "from model.artifact import DEFAULT_ARTIFACT, load_artifact\n"
        "from model.predict import Predictor\n"
        "predictor = Predictor(load_artifact(DEFAULT_ARTIFACT))\n"
        "print(json.dumps(predictor.probabilities(json.load(sys.stdin)).tolist()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(texts), capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    np.testing.assert_allclose(json.loads(done.stdout), shipped.probabilities(texts), atol=1e-5)


def test_is_small_and_has_no_pickle() -> None:
    files = list(DEFAULT_ARTIFACT.iterdir())
    assert {path.suffix for path in files} <= {".json", ".safetensors", ".md", ".svg"}
    assert sum(path.stat().st_size for path in files) <= 10e6
