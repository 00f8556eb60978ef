"""One line of JSON for each request; a review is in it by hash and length, never by its words."""

import hashlib

from model.contract.errors import ModelFailed
from tests.serverless.stand_ins import CORRELATION_ID, Api, event, failing

WORDS = "my private words"


def test_a_request_is_one_line_with_hash_and_length(api: Api) -> None:
    api.predict(WORDS)
    [line] = api.log
    assert line["level"] == "INFO"
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


def test_how_long_the_model_took_is_in_the_line_when_it_was_asked(api: Api) -> None:
    api.predict("A good film.")
    api.post("{")
    asked, refused = api.log
    assert 0 <= asked["upstream_milliseconds"] <= asked["milliseconds"]
    assert "upstream_milliseconds" not in refused
