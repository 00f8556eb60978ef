"""What each address of the API does: a call in, an answer out; whatever fails raises its error."""

import json
from collections.abc import Callable

from pydantic import BaseModel

from model.contract import openapi
from model.contract.errors import BodyTooLarge, ModelError, ModelUnavailable, UnsupportedMedia
from model.contract.limits import MAX_ANSWER_BYTES
from model.contract.schema import Health
from serverless.body import check_encoding, media_type, read_request, read_review
from serverless.call import Answer, Call
from serverless.predict import ask_model_info, predict, predict_one


def predictions(call: Call) -> Answer:
    check_encoding(call.event)
    match media_type(call.event):
        case "application/json":
            return _predict_json(call)
        case "text/plain":
            return _predict_plain(call)
        case other:
            raise UnsupportedMedia(
                f"{other[:100]!r} is not supported. {UnsupportedMedia.default_detail}"
            )


def _predict_json(call: Call) -> Answer:
    request = read_request(call.event)
    call.record.note_reviews([review.text for review in request.reviews])
    answer = predict(request, call.ask)
    call.record.note_verdicts(answer.predictions)
    return _json(answer)


def _predict_plain(call: Call) -> Answer:
    """For the static page of the original course project, which reads the answer as a number."""
    text = read_review(call.event)
    call.record.note_reviews([text])
    verdict = predict_one(text, call.ask)
    call.record.note_verdicts([verdict])
    return Answer("1" if verdict.sentiment == "positive" else "0", "text/plain")


def health(call: Call) -> Answer:
    try:
        model = ask_model_info(call.ask)
    except (ModelError, BodyTooLarge) as error:  # to a health check all are one: it cannot work now
        raise ModelUnavailable(error.detail, retry_after_s=error.retry_after_s) from error
    return _json(Health(status="ok", model=model))


def openapi_document(_call: Call) -> Answer:
    return Answer(json.dumps(openapi.document()))


def _json(model: BaseModel) -> Answer:
    body = model.model_dump_json(exclude_none=True)
    n_bytes = len(body.encode())
    if n_bytes > MAX_ANSWER_BYTES:  # Lambda would drop it, and API Gateway say no more than 500
        raise BodyTooLarge(
            f"The answer has {n_bytes:,} bytes; the limit is {MAX_ANSWER_BYTES:,}. "
            "Ask for fewer explanations at once."
        )
    return Answer(body)


ROUTES: dict[tuple[str, str], Callable[[Call], Answer]] = {
    ("POST", "/v1/predictions"): predictions,
    ("GET", "/v1/health"): health,
    ("GET", "/openapi.json"): openapi_document,
}
