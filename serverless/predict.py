"""What the Lambda does with reviews: clean each, ask the endpoint once, put answers in order."""

from collections.abc import Callable

from model.contract.clean import Cleaned
from model.contract.errors import ModelFailed, NoWords
from model.contract.review import clean_review, clean_reviews
from model.contract.schema import (
    Failure,
    Flag,
    ModelInfo,
    Prediction,
    PredictionRequest,
    PredictionResponse,
    Review,
)

_PROBE = PredictionRequest(reviews=[Review(id="probe", text="A good film.")])


Ask = Callable[[PredictionRequest], PredictionResponse]
"""Sends clean reviews to whatever judges them."""


def predict(request: PredictionRequest, ask: Ask) -> PredictionResponse:
    """Judge every review; one that cannot be judged gets a Failure in its place."""
    texts, failures = clean_reviews(request.reviews)
    items: dict[int, Prediction | Failure] = {**failures}
    if texts:
        answer = ask(_with_texts(request, texts))
        info = answer.model
        for (i, cleaned), item in zip(texts.items(), answer.predictions, strict=True):
            items[i] = _with_alterations(item, cleaned)
    else:
        info = ask_model_info(ask)
    return PredictionResponse(model=info, predictions=[items[i] for i in sorted(items)])


def predict_one(text: str, ask: Ask) -> Prediction:
    """Raises ReviewError where `predict` gives a Failure."""
    review = Review(id="review", text=clean_review(text).text)
    item = ask(PredictionRequest(reviews=[review])).predictions[0]
    if isinstance(item, Failure):
        raise NoWords if item.error.code == NoWords.code else ModelFailed(item.error.detail)
    return item


def ask_model_info(ask: Ask) -> ModelInfo:
    """Which model answers now. It is asked each time: a remembered name outlives a deployment."""
    return ask(_PROBE).model


def _with_texts(request: PredictionRequest, texts: dict[int, Cleaned]) -> PredictionRequest:
    reviews = [Review(id=request.reviews[i].id, text=text.text) for i, text in texts.items()]
    return PredictionRequest(reviews=reviews, explain=request.explain)


def _with_alterations(item: Prediction | Failure, cleaned: Cleaned) -> Prediction | Failure:
    """The endpoint sees clean text, so only the Lambda can say what was altered."""
    if isinstance(item, Failure) or not (cleaned.altered or "altered" in item.flags):
        return item  # as it is for most: a copy of each takes longer than cleaning it
    flags: list[Flag] = [flag for flag in item.flags if flag != "altered"]
    if cleaned.disguised or len(flags) < len(item.flags):
        flags.insert(0, "altered")
    explanation = item.explanation
    if explanation:
        altered = sorted({*explanation.altered, *cleaned.altered})
        explanation = explanation.model_copy(update={"altered": altered})
    return item.model_copy(update={"flags": flags, "explanation": explanation})
