"""An endpoint of another version may refuse a review that the Lambda let through."""

import pytest

from model.contract.errors import NoWords
from model.contract.schema import Failure, PredictionRequest, PredictionResponse
from tests.serverless.stand_ins import CORRELATION_ID, MODEL, Api, judge


class StricterEndpoint:
    """Finds no words in anything."""

    def invoke(
        self, request: PredictionRequest, deadline: float, correlation_id: str
    ) -> PredictionResponse:
        assert deadline > 0
        assert correlation_id == CORRELATION_ID
        failures = [Failure(id=review.id, error=NoWords().item()) for review in request.reviews]
        return PredictionResponse(model=MODEL, predictions=list(failures))


@pytest.fixture
def api() -> Api:
    return Api(StricterEndpoint())


def test_the_reviews_get_the_endpoints_error(api: Api) -> None:
    reply = api.predict("A g\u200bood film.", "", explain=True)
    assert reply.status == 200
    codes = [item["error"]["code"] for item in reply.json["predictions"]]
    assert codes == ["no_words", "empty_review"]


def test_a_plain_text_request_fails_with_its_sentence(api: Api) -> None:
    reply = api.post("A good film.", "text/plain")
    assert (reply.status, reply.json["code"]) == (502, "model_failed")
    assert reply.json["detail"] == NoWords.default_detail


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
