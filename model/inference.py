"""SageMaker's four functions, thin: everything they do lives elsewhere.

Each has exactly the parameters that the SageMaker toolkit counts; one more would receive its
context object. https://sagemaker.readthedocs.io/en/stable/frameworks/pytorch/using_pytorch.html
"""

from pathlib import Path

from pydantic import ValidationError

from model.artifact import load_artifact
from model.contract.errors import InvalidRequest, UnsupportedMedia
from model.contract.schema import PredictionRequest, PredictionResponse
from model.predict import Predictor

JSON = "application/json"


def model_fn(model_dir: str) -> Predictor:
    """Load the artifact. Raises model.artifact.ArtifactError if it is not whole."""
    return Predictor(load_artifact(Path(model_dir)))


def input_fn(request_body: str | bytes, content_type: str) -> PredictionRequest:
    """Read a request of the contract; the toolkit hands over text or bytes.

    Raises UnsupportedMedia or InvalidRequest.
    """
    if content_type.split(";")[0].strip().lower() != JSON:
        raise UnsupportedMedia(f"The model reads {JSON}, not {content_type}.")
    try:
        return PredictionRequest.model_validate_json(request_body)
    except ValidationError as error:
        raise InvalidRequest(str(error)) from error


def predict_fn(data: PredictionRequest, model: Predictor) -> PredictionResponse:
    return model.predict(data)


def output_fn(prediction: PredictionResponse, accept: str) -> str:
    """Write the response as JSON. Raises UnsupportedMedia if the caller accepts no JSON."""
    if not any(kind in accept for kind in (JSON, "application/*", "*/*")):
        raise UnsupportedMedia(f"The model answers {JSON}, not {accept}.")
    return prediction.model_dump_json(exclude_none=True)
