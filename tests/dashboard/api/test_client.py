"""The client against a real HTTP server: answers, refusals, silence and nonsense."""

import socket
import threading

import pytest

from dashboard.api.client import (
    ApiNotUnderstood,
    ApiRefused,
    ApiTimeout,
    ApiUnreachable,
    Client,
)
from model.contract.errors import BodyTooLarge, ModelUnavailable
from model.contract.schema import Failure, Prediction, PredictionRequest, Review
from tests.dashboard.conftest import MODEL, Api, Reply, answer_all, refuse

GOOD = Review(id="a", text="good film")
DIGITS = Review(id="b", text="123")


def test_answers_come_typed_and_in_order(api: Api, client: Client) -> None:
    response = client.predict([GOOD, DIGITS], explain=True)
    first, second = response.predictions
    assert isinstance(first, Prediction)
    assert first.explanation is not None
    assert isinstance(second, Failure)
    assert second.error.code == "no_words"
    assert api.requests == [PredictionRequest(reviews=[GOOD, DIGITS], explain=True)]


def test_health_names_the_model(client: Client) -> None:
    assert client.health().model == MODEL


def test_every_character_arrives(api: Api, client: Client) -> None:
    text = 'naïve 映画 🎬 \x00 \u202e "quoted"\n'
    client.predict([Review(id="a", text=text)])
    assert api.requests[0].reviews[0].text == text


def test_a_problem_is_told_in_its_own_words(api: Api, client: Client) -> None:
    api.answer = lambda _: refuse(BodyTooLarge("The body has 3 MB; the limit is 2 MB."))
    with pytest.raises(ApiRefused, match=r"^The body has 3 MB; the limit is 2 MB\.$") as caught:
        client.predict([GOOD])
    assert caught.value.status == 413


@pytest.mark.parametrize("status", [429, 503, 301])
def test_a_gateways_own_error_is_told_by_its_status(api: Api, client: Client, status: int) -> None:
    api.answer = lambda _: Reply(b'{"message": "Too many requests"}', status)
    with pytest.raises(ApiRefused, match=str(status)):
        client.predict([GOOD])


def test_nothing_is_sent_twice(api: Api, client: Client) -> None:
    api.answer = lambda _: refuse(ModelUnavailable())
    with pytest.raises(ApiRefused):
        client.predict([GOOD])
    assert len(api.requests) == 1


def test_a_slow_answer_is_a_timeout(api: Api) -> None:
    client = Client(lambda: api.url, read_timeout_s=0.2)
    over = threading.Event()

    def wait(request: PredictionRequest) -> Reply:
        over.wait(5)
        return answer_all(request)

    api.answer = wait
    with pytest.raises(ApiTimeout, match="did not answer within"):
        client.predict([GOOD])
    over.set()
    client.close()


@pytest.mark.parametrize("body", [b"<html>Hello</html>", b"{}", b"", b'{"status": "ok"}'])
def test_what_is_not_this_api_is_said_to_be_so(api: Api, client: Client, body: bytes) -> None:
    api.answer = lambda _: Reply(body)
    with pytest.raises(ApiNotUnderstood, match="not this API"):
        client.predict([GOOD])


def test_answers_for_other_reviews_are_not_taken(api: Api, client: Client) -> None:
    api.answer = lambda _: answer_all(PredictionRequest(reviews=[DIGITS]))
    with pytest.raises(ApiNotUnderstood, match="other reviews"):
        client.predict([GOOD])


def test_a_closed_port_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # taken, but nobody listens
        client = Client(lambda: f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(ApiUnreachable, match="cannot be reached"):
            client.predict([GOOD])
        client.close()


def test_a_proxy_does_not_get_what_is_meant_for_this_machine(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert client.health().status == "ok"
