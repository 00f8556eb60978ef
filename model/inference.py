"""SageMaker's four functions, thin: everything they do lives elsewhere.

Each has exactly the parameters that the SageMaker toolkit counts; one more would receive its
context object. https://sagemaker.readthedocs.io/en/stable/frameworks/pytorch/using_pytorch.html
"""

from pathlib import Path

from pydantic import ValidationError

from model.artifact import load_artifact
from model.contract.errors import BodyTooLarge, InvalidRequest, UnsupportedMedia
from model.contract.limits import MAX_LINES
from model.contract.lines import JSON_LINES, Line, LineAnswer, read_lines, write_lines
from model.contract.refusal import in_a_sentence, refusal
from model.contract.schema import PredictionRequest, PredictionResponse
from model.predict import Predictor

JSON = "application/json"
_ANY = {"application/*", "*/*"}


def model_fn(model_dir: str) -> Predictor:
    """Load the artifact. Raises model.artifact.ArtifactError if it is not whole."""
    return Predictor(load_artifact(Path(model_dir)))


def input_fn(request_body: str | bytes, content_type: str) -> PredictionRequest | list[Line]:
    """Read a request of the contract, or JSON Lines; the toolkit hands over text or bytes.

    Raises UnsupportedMedia, BodyTooLarge or InvalidRequest.
    """
    kind = content_type.split(";")[0].strip().lower()
    if kind == JSON_LINES:
        return _lines(request_body)
    if kind != JSON:
        raise UnsupportedMedia(f"The model reads {JSON} and {JSON_LINES}, not {content_type}.")
    try:
        return PredictionRequest.model_validate_json(request_body)
    except ValidationError as error:
        raise InvalidRequest(in_a_sentence(refusal(error))) from None  # whatever it is: 422


def _lines(body: str | bytes) -> list[Line]:
    """Counted before they are cut, which takes many times their room in memory."""
    n_lines = body.count("\n") if isinstance(body, str) else body.count(b"\n")
    if n_lines > MAX_LINES:
        raise BodyTooLarge(f"The body has {n_lines:,} lines; the limit is {MAX_LINES:,}.")
    return read_lines(body)


def predict_fn(
    data: PredictionRequest | list[Line], model: Predictor
) -> PredictionResponse | list[LineAnswer]:
    return model.predict(data) if isinstance(data, PredictionRequest) else model.predict_lines(data)


def output_fn(prediction: PredictionResponse | list[LineAnswer], accept: str) -> tuple[str, str]:
    """Answer JSON with JSON, lines with lines. Raises UnsupportedMedia if that is not accepted.

    SageMaker asks for JSON when a caller asks for nothing, so lines go out as JSON too.
    """
    kind = JSON if isinstance(prediction, PredictionResponse) else JSON_LINES
    accepted = {each.split(";")[0].strip().lower() for each in accept.split(",")}
    if accepted.isdisjoint({JSON, kind, *_ANY}):
        raise UnsupportedMedia(f"The model answers this with {kind}, not {accept}.")
    if isinstance(prediction, PredictionResponse):
        return prediction.model_dump_json(exclude_none=True), kind
    return write_lines(prediction), kind
