"""A program with a model.py of its own, in the words of SageMaker's own examples."""

import json

from model import Model


def model_fn(model_dir: str) -> Model:
    return Model()


def input_fn(request_body: str, request_content_type: str) -> list[float]:
    if request_content_type != "application/json":
        raise ValueError(f"Unsupported content type: {request_content_type}")
    numbers: list[float] = json.loads(request_body)["instances"]
    return numbers


def predict_fn(input_data: list[float], model: Model) -> list[float]:
    return model.predict(input_data)


def output_fn(prediction: list[float], accept: str) -> tuple[str, str]:
    return json.dumps({"predictions": prediction}), "application/json"
