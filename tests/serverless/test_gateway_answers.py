"""What the local gateway sends back: the handler's answer, or API Gateway's own."""

import base64
import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest

from serverless.app import LambdaContext
from serverless.deployment import Function, Route, Throttle
from serverless.gateway import MAX_GATEWAY_BYTES, Handler, InProcess, LambdaBusy
from tests.serverless.local_gateway import Recorder, ask, serving


def test_the_response_is_the_handlers() -> None:
    handler = Recorder(
        statusCode=418,
        headers={"content-type": "text/plain", "x-own": "1"},
        cookies=["a=1", "b=2"],
        body=base64.b64encode(b"\x01\x02").decode(),
        isBase64Encoded=True,
    )
    with serving(handler) as connection:
        status, headers, body = ask(connection, "GET")
    assert (status, body) == (418, b"\x01\x02")
    assert (headers["content-type"], headers["x-own"]) == ("text/plain", "1")
    assert headers.get_all("set-cookie") == ["a=1", "b=2"]


@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("PUT", "/echo"), ("GET", "/echo/")])
def test_only_the_deployed_routes_are_known(method: str, path: str) -> None:
    handler = Recorder()
    with serving(handler) as connection:
        status, _, body = ask(connection, method, path)
    assert (status, body) == (404, b'{"message":"Not Found"}')
    assert handler.events == []


def test_ten_megabytes_pass_and_one_byte_more_does_not() -> None:
    handler = Recorder()
    plain = {"content-type": "text/plain"}
    with serving(handler) as connection:
        assert ask(connection, "POST", body=b"x" * MAX_GATEWAY_BYTES, headers=plain)[0] == 200
        more = b"x" * (MAX_GATEWAY_BYTES + 1)
        status, _, body = ask(connection, "POST", body=more, headers=plain)
    assert (status, body) == (413, b'{"message":"Request Entity Too Large"}')
    assert [len(event["body"]) for event in handler.events] == [MAX_GATEWAY_BYTES]


def test_a_caller_who_leaves_in_the_middle_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    handler = Recorder()
    with serving(handler) as connection:
        connection.putrequest("POST", "/echo")
        connection.putheader("Content-Length", "1000")
        connection.endheaders(b"only the beginning")
        time.sleep(0.1)
        connection.close()
        assert ask(connection, "GET")[0] == 200
    assert [event["routeKey"] for event in handler.events] == ["GET /echo"]
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


def broken(_event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    raise ZeroDivisionError("the secret inside")


@pytest.mark.parametrize("handler", [broken, Recorder(statusCode="?"), Recorder(body=7)])
def test_a_handler_that_fails_or_answers_nonsense_is_a_500(handler: Handler) -> None:
    with serving(handler) as connection:
        status, _, body = ask(connection, "GET")
    assert (status, body) == (500, b'{"message":"Internal Server Error"}')


def test_why_a_handler_failed_is_told_on_this_machine(capsys: pytest.CaptureFixture[str]) -> None:
    def quotes(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
        raise ValueError(event["routeKey"])

    with serving(quotes) as connection:
        ask(connection, "GET")
    said = capsys.readouterr().err
    assert "ValueError" in said
    assert "in quotes" in said
    assert "GET /echo" not in said


def test_a_handler_that_runs_on_is_a_503() -> None:
    released = threading.Event()

    def slow(_event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
        released.wait(10)
        return {"statusCode": 200}

    with serving(slow, timeout_s=0.2) as connection:
        status, _, body = ask(connection, "GET")
        released.set()
    assert (status, body) == (503, b'{"message":"Service Unavailable"}')


def test_requests_run_side_by_side() -> None:
    together = threading.Barrier(2)

    def meet(_event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
        together.wait(5)
        return {"statusCode": 200, "body": "met"}

    with serving(meet) as first:
        second = http.client.HTTPConnection(first.host, first.port, timeout=10)
        first.request("GET", "/echo")
        second.request("GET", "/echo")
        assert first.getresponse().read() == second.getresponse().read() == b"met"
        second.close()


def test_a_page_from_a_file_may_read_the_answer() -> None:
    with serving(Recorder()) as connection:
        _, headers, _ = ask(connection, "POST", body="x", headers={"origin": "null"})
    assert headers["access-control-allow-origin"] == "*"
    assert "x-correlation-id" in headers["access-control-expose-headers"]


def test_a_preflight_is_answered_without_the_handler() -> None:
    handler = Recorder()
    preflight = {
        "origin": "https://example.org",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    with serving(handler) as connection:
        status, headers, _ = ask(connection, "OPTIONS", headers=preflight)
    assert status == 200
    assert headers["access-control-allow-origin"] == "*"
    assert "POST" in headers["access-control-allow-methods"]
    assert "content-type" in headers["access-control-allow-headers"].lower()
    assert handler.events == []


def test_more_at_once_than_reserved_is_a_503_that_says_when_to_come_again() -> None:
    inside, released = threading.Event(), threading.Event()

    def slow(_event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
        inside.set()
        released.wait(10)
        return {"statusCode": 200}

    with serving(slow, route=Route(Function(concurrency=1))) as first:
        first.request("GET", "/echo")
        assert inside.wait(5)
        second = http.client.HTTPConnection(first.host, first.port, timeout=10)
        status, headers, body = ask(second, "GET")
        second.close()
        released.set()
        assert first.getresponse().status == 200
    assert (status, body) == (503, b'{"message":"Service Unavailable"}')
    assert headers["retry-after"] == "1"


def test_a_burst_is_admitted_and_the_rest_is_throttled() -> None:
    with serving(Recorder(), throttle=Throttle(per_second=0.001, burst=3)) as connection:
        answers = [ask(connection, "GET") for _ in range(5)]
    assert [status for status, _, _ in answers] == [200, 200, 200, 429, 429]
    assert answers[-1][2] == b'{"message":"Too Many Requests"}'
    assert answers[-1][1]["retry-after"] == "1"


def test_what_comes_at_once_beyond_its_concurrency_is_refused_not_queued() -> None:
    def slow(_event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
        time.sleep(0.2)
        return {"statusCode": 200}

    invoke, answers = InProcess(slow), []

    async def ask_once() -> None:
        try:
            answers.append(await invoke(Function(concurrency=2), {}))
        except LambdaBusy:
            answers.append(None)

    async def burst() -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(6):
                tasks.start_soon(ask_once)

    with ThreadPoolExecutor(1) as pool:  # not in this thread, where Playwright may run a loop
        pool.submit(anyio.run, burst).result()
    assert answers == [None] * 4 + [{"statusCode": 200}] * 2
