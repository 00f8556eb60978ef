"""An endpoint of another version may refuse a review that the Lambda let through."""

import pytest

from model.contract.errors import NoWords, ReviewError, ReviewTooLong
from model.contract.schema import Failure, PredictionRequest, PredictionResponse
from tests.serverless.stand_ins import CORRELATION_ID, MODEL, Api, judge


class StricterEndpoint:
    """Finds the same wrong with everything."""

    def __init__(self, error: ReviewError) -> None:
        self._error = error.item()

    def invoke(
        self, request: PredictionRequest, deadline: float, correlation_id: str
    ) -> PredictionResponse:
        assert deadline > 0
        assert correlation_id == CORRELATION_ID
        failures = [Failure(id=review.id, error=self._error) for review in request.reviews]
        return PredictionResponse(model=MODEL, predictions=list(failures))


@pytest.fixture
def api() -> Api:
    return Api(StricterEndpoint(NoWords()))


def test_the_reviews_get_the_endpoints_error(api: Api) -> None:
    reply = api.predict("A g\u200bood film.", "", explain=True)
    assert reply.status == 200
    codes = [item["error"]["code"] for item in reply.json["predictions"]]
    assert codes == ["no_words", "empty_review"]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(NoWords(), 422, "no_words"), (ReviewTooLong("Over 10 words."), 502, "model_failed")],
)
def test_a_plain_text_request_fails_with_its_sentence(
    error: ReviewError, status: int, code: str
) -> None:
    reply = Api(StricterEndpoint(error)).post("A good film.", "text/plain")
    assert (reply.status, reply.json["code"]) == (status, code)
    assert reply.json["detail"] == error.detail


class FlaggingEndpoint:
    """Says itself that the text was altered."""

    def invoke(
        self, request: PredictionRequest, _deadline: float, _correlation_id: str
    ) -> PredictionResponse:
        flagged = judge(request.reviews[0]).model_copy(update={"flags": ["short", "altered"]})
        return PredictionResponse(model=MODEL, predictions=[flagged])


@pytest.mark.parametrize("text", ["so good", "so g\u200bood"])
def test_a_flag_of_the_endpoint_is_kept_once(text: str) -> None:
    [item] = Api(FlaggingEndpoint()).predict(text).json["predictions"]
    assert item["flags"] == ["altered", "short"]
