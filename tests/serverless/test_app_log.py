"""One line of JSON for each request; a review is in it by hash and length, never by its words."""

import hashlib

from model.contract.errors import ModelFailed
from tests.serverless.stand_ins import Api, failing

CANARY = "canary-5e2f my private words"


def test_a_request_is_one_line_with_hash_and_length(api: Api) -> None:
    api.predict(CANARY)
    [line] = api.log
    assert line["level"] == "INFO"
    assert (line["route"], line["status"]) == ("POST /v1/predictions", 200)
    assert line["correlation_id"] == "JKJaXmPLvHcESHA="
    digest = hashlib.sha256(CANARY.encode()).hexdigest()
    assert line["reviews"] == [{"hash": digest[:16], "characters": len(CANARY)}]


def test_no_review_is_ever_written_down(api: Api) -> None:
    api.predict(CANARY, CANARY + "x" * 30_000, explain=True)
    api.post(CANARY, "text/plain")
    api.post({"reviews": [{"id": 1, "text": CANARY, CANARY: CANARY}]})
    api.post('{"reviews": ' + CANARY)
    api.post(CANARY, f"text/{CANARY}")
    assert len(api.log) == 5
    assert "canary" not in str(api.log)


def test_a_defect_is_logged_with_its_place_but_not_its_message() -> None:
    api = failing(KeyError(CANARY))
    api.predict("A good film.")
    [line] = api.log
    assert (line["level"], line["exception"], line["status"]) == ("ERROR", "KeyError", 500)
    assert "stand_ins.py" in "".join(line["stack"])
    assert "canary" not in str(line)


def test_a_failure_of_the_model_is_an_error_line_with_its_code() -> None:
    api = failing(ModelFailed())
    api.predict("A good film.")
    assert (api.log[0]["level"], api.log[0]["code"]) == ("ERROR", "model_failed")
