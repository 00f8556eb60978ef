"""One line of JSON for each request; a review is in it by hash and length, never by its words."""

import hashlib
import time

from model.contract.errors import ModelFailed
from model.contract.schema import PredictionRequest, PredictionResponse
from serverless.deployment import Function
from tests.serverless.stand_ins import CORRELATION_ID, Api, WordEndpoint, event, failing

WORDS = "my private words"


def test_a_request_is_one_line_with_hash_and_length(api: Api) -> None:
    api.predict(WORDS)
    [line] = api.log
    assert (line["level"], line["message"]) == ("INFO", "request")
    assert (line["route"], line["status"]) == ("POST /v1/predictions", 200)
    assert line["correlation_id"] == CORRELATION_ID
    digest = hashlib.sha256(WORDS.encode()).hexdigest()
    assert line["reviews"] == [{"hash": digest[:16], "characters": len(WORDS)}]


def test_a_defect_is_logged_with_its_place_but_not_its_message() -> None:
    api = failing(KeyError(WORDS))
    api.predict("A good film.")
    [line] = api.log
    assert (line["level"], line["exception"], line["status"]) == ("ERROR", "KeyError", 500)
    assert "stand_ins.py" in "".join(line["stack"])
    assert WORDS not in str(line)


def test_a_failure_of_the_model_is_an_error_line_with_its_code() -> None:
    api = failing(ModelFailed())
    api.predict("A good film.")
    assert (api.log[0]["level"], api.log[0]["code"]) == ("ERROR", "model_failed")


def test_an_address_that_is_not_ours_is_not_written_down(api: Api) -> None:
    api.send(event("GET", "/my/private/words"))
    assert api.log[0]["route"] == "unknown"
    assert "private" not in str(api.log)


class SlowEndpoint(WordEndpoint):
    """Takes 50 ms, and keeps how many seconds it was given."""

    def invoke(
        self, request: PredictionRequest, deadline: float, correlation_id: str
    ) -> PredictionResponse:
        self.given_s = deadline - time.monotonic()
        time.sleep(0.05)
        return super().invoke(request, deadline, correlation_id)


def test_how_long_the_model_took_is_in_the_line_when_it_was_asked() -> None:
    api = Api(SlowEndpoint())
    api.predict("A good film.")
    api.post("{")
    asked, refused = api.log
    assert 50 <= asked["upstream_milliseconds"] <= asked["milliseconds"] < 25_000
    assert "upstream_milliseconds" not in refused


def test_the_model_may_take_what_is_left_of_the_lambdas_time() -> None:
    endpoint = SlowEndpoint()
    Api(endpoint).predict("A good film.")
    assert Function.timeout_s / 2 < endpoint.given_s < Function.timeout_s
