"""The model card in SageMaker's own form, from the artifact's metrics.

The card for people is the artifact's README.md, by `python -m model.card`. The schema:
https://docs.aws.amazon.com/sagemaker/latest/dg/model-cards.html
"""

import json
from typing import Any

from model.artifact import Artifact

_NOT_FOR = (
    "Other languages than English; irony; texts that are no reviews; decisions about persons."
)


def content(artifact: Artifact, model_data: str, image: str) -> str:
    """The card as JSON text."""
    card = {
        "model_overview": _overview(artifact, model_data, image),
        "intended_uses": {
            "purpose_of_model": "Tells whether an English review is positive or negative, with a "
            "calibrated probability, and which words decided.",
            "intended_uses": "Reading many reviews; the uncertain ones go to a person.",
            "factors_affecting_model_efficiency": _NOT_FOR,
            "risk_rating": "Low",
        },
        "training_details": {"training_observations": _training(artifact)},
        "evaluation_details": [_evaluation(artifact)],
    }
    return json.dumps(card)


def _overview(artifact: Artifact, model_data: str, image: str) -> dict[str, Any]:
    return {
        "model_name": artifact.config.name,
        "model_description": f"Version {artifact.version} of the review-sentiment model.",
        "problem_type": "Binary Classification",
        "algorithm_type": "Quasi-recurrent neural network beside an n-gram table",
        "model_artifact": [model_data],
        "inference_environment": {"container_image": [image]},
    }


def _training(artifact: Artifact) -> str:
    training = artifact.metrics["training"]
    return (
        "Trained on the Large Movie Review Dataset (Maas et al. 2011). "
        f"Data hash {training['data_hash']}, code {training['commit']}."
    )


def _evaluation(artifact: Artifact) -> dict[str, Any]:
    measured = artifact.metrics["group_split_validation"]
    numbers = {name: v for name, v in measured.items() if isinstance(v, int | float)}
    return {
        "name": "group-split validation: films that training never saw",
        "metric_groups": [
            {
                "name": "validation",
                "metric_data": [
                    {"name": name, "type": "number", "value": value}
                    for name, value in numbers.items()
                ],
            }
        ],
    }
