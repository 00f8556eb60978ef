"""SageMaker's container contract, against the very command that the image runs.

https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
With CONTAINER_URL set, the tests of our own model go to that server instead, a container's, say.
"""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from model.artifact import DEFAULT_ARTIFACT
from model.contract.lines import JSON_LINES
from tests import golden
from tests.container.image import Server, serving

LIMIT = 6_291_456
REVIEW = '{"id": "r", "text": "A film to remember, and not for its plot."}'
REQUEST = f'{{"reviews": [{REVIEW}]}}'
ATTRIBUTES = "X-Amzn-SageMaker-Custom-Attributes"


class Elsewhere(Server):
    """A server that somebody else started."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def ours() -> Iterator[Server]:
    """Our own model."""
    url = os.environ.get("CONTAINER_URL")
    with Elsewhere(url) if url else serving(DEFAULT_ARTIFACT) as server:
        yield server.wait_for(200)


@pytest.fixture
def gated(tmp_path: Path) -> Iterator[Server]:
    """A model that loads, and answers, when this test lets it: see programs/gated."""
    with serving(tmp_path, "gated") as server:
        yield server


def test_ping_is_empty(ours: Server) -> None:
    assert requests.get(f"{ours.url}/ping", timeout=10).content == b""


def test_not_healthy_until_the_model_is_loaded(gated: Server, tmp_path: Path) -> None:
    gated.wait_for(503)
    assert gated.post(REQUEST).status_code == 503
    assert gated.ping() == 503
    (tmp_path / "go").touch()
    gated.wait_for(200)


def test_ping_answers_while_a_prediction_runs_and_sigterm_lets_it_finish(
    gated: Server, tmp_path: Path
) -> None:
    (tmp_path / "go").touch()
    gated.wait_for(200)
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(gated.post, "{}")
        time.sleep(0.5)
        assert gated.ping() == 200
        stopped = time.monotonic()
        gated.process.send_signal(signal.SIGTERM)
        threading.Timer(1, (tmp_path / "answer").touch).start()
        assert answer.result().status_code == 200
    assert gated.process.wait(30) in (0, -signal.SIGTERM)
    assert time.monotonic() - stopped < 30
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{gated.url}/ping", timeout=5)


@pytest.mark.parametrize(
    ("content_type", "body", "given"),
    [
        ("application/json", b"{}", "str"),
        ("text/csv", b"1,2", "str"),
        (JSON_LINES, b"{}", "bytes"),
        ("application/octet-stream", b"\xff\x00", "bytes"),
    ],
)
def test_text_and_bytes_as_the_toolkit_gives_them(
    told: Server, content_type: str, body: bytes, given: str
) -> None:
    answer = told.post(body, Content_Type=content_type, Accept="*/*")
    assert answer.json() == {
        "body": given, "content_type": content_type, "accept": "application/json", "context": None,
    }  # fmt: skip
    assert answer.headers["content-type"] == "application/json"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A program that tells what it was given."""
    folder = tmp_path_factory.mktemp("told")
    for name in ("go", "answer"):
        (folder / name).touch()
    with serving(folder, "gated") as server:
        yield server.wait_for(200)


@pytest.mark.parametrize("attributes", ["trace=1", "a" * 1024])
@pytest.mark.parametrize(("body", "status"), [(REQUEST, 200), ("{", 422)])
def test_custom_attributes_come_back(ours: Server, attributes: str, body: str, status: int) -> None:
    answer = ours.post(body, **{ATTRIBUTES: attributes})
    assert answer.status_code == status
    assert answer.headers[ATTRIBUTES] == attributes


@pytest.mark.parametrize("surplus", [0, 1])
def test_six_megabytes_and_not_a_byte_more(ours: Server, surplus: int) -> None:
    answer = ours.post(REQUEST + " " * (LIMIT + surplus - len(REQUEST)))
    assert answer.status_code == (413 if surplus else 200)


def test_six_megabytes_of_lines(ours: Server) -> None:
    lines = ["x" * 100_000] * 62
    lines.append(REVIEW.ljust(LIMIT - len("\n".join([*lines, ""]))))
    body = "\n".join(lines)
    assert len(body) == LIMIT
    answers = ours.post(body, Content_Type=JSON_LINES).text.split("\n")
    assert ["error" in json.loads(line) for line in answers] == [True] * 62 + [False]


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", {}, 422),
        (b'{"reviews": []}', {}, 422),
        (b"\xff", {}, 400),
        (REQUEST.encode(), {"Content-Type": "text/csv"}, 415),
        (REQUEST.encode(), {"Accept": "text/csv"}, 415),
    ],
)
def test_what_cannot_be_read(
    ours: Server, body: bytes, headers: dict[str, str], status: int
) -> None:
    answer = ours.post(body, **headers)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


def test_other_methods_and_paths(ours: Server) -> None:
    assert requests.get(f"{ours.url}/invocations", timeout=10).status_code == 405
    assert requests.get(f"{ours.url}/", timeout=10).status_code == 404


@pytest.mark.parametrize(("asked", "response"), golden.load())
def test_golden_examples(ours: Server, asked: Any, response: Any) -> None:
    answer = ours.post(json.dumps(asked)).json()
    assert answer == golden.near(response)


def test_each_line_gets_its_answer_in_its_place(ours: Server) -> None:
    lines = [
        REVIEW, "", "not JSON", "[]", '{"id": "r", "text": ""}', '{"id": "r", "text": "\\ud800"}',
        '{"id": "r"}', '{"id": "s", "text": "A line\u2028separator.", "rating": 3}', REVIEW,
    ]  # fmt: skip
    answer = ours.post("\n".join(lines).encode() + b"\n", Content_Type=JSON_LINES)
    assert answer.headers["content-type"] == JSON_LINES
    answers = [json.loads(line) for line in answer.text.split("\n")]
    codes = [found.get("error", {}).get("code", "") for found in answers]
    bad = "not_a_review"
    assert codes == ["", bad, bad, bad, "empty_review", bad, bad, bad, ""]
    assert answers[0] == answers[-1] == ours.post(REQUEST).json()["predictions"][0]


def test_many_at_once(ours: Server) -> None:
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(ours.post, [REQUEST] * 64))
    assert {answer.text for answer in answers} == {ours.post(REQUEST).text}


@pytest.fixture(scope="module")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("empty"), "own_model") as server:
        yield server.wait_for(200)


@pytest.mark.parametrize(
    ("body", "content_type", "status", "text"),
    [
        ('{"instances": [2, 4]}', "application/json", 200, '{"predictions": [0.5, 0.25]}'),
        ("2,4", "text/csv", 400, "Unsupported content type: text/csv"),
        ('{"inst', "application/json", 400, "Unterminated string"),
        ('{"instances": [0]}', "application/json", 500, "Something went wrong on our side"),
    ],
)
def test_a_strangers_program_and_its_model_module(
    strangers: Server, body: str, content_type: str, status: int, text: str
) -> None:
    answer = strangers.post(body, Content_Type=content_type)
    assert (answer.status_code, text in answer.text) == (status, True), answer.text


def test_the_runtime_reports_a_strangers_failure(strangers: Server) -> None:
    answer = strangers.post('{"instances": [0]}', "/endpoints/any/invocations")
    assert answer.status_code == 424
    assert answer.json()["ErrorCode"] == "SERVER_ERROR_FROM_MODEL"
    assert answer.json()["OriginalStatusCode"] == 500


def test_a_scikit_learn_program_of_one_function(tmp_path: Path) -> None:
    (tmp_path / "points.json").write_text('{"x": [[0], [1]], "y": [1, 3]}')
    with serving(tmp_path, "linear") as server:
        server.wait_for(200)
        assert server.post("[[2], [3]]").json() == pytest.approx([5, 7])
        assert float(server.post("[[4]]", Accept="text/csv").text) == pytest.approx(9)
        assert server.post("4", Content_Type="image/png").status_code == 415
        assert server.post("[[4]]", Accept="image/png").status_code == 415
