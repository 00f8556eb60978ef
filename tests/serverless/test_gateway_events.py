"""What the local gateway hands the handler: HTTP turned into events of payload format 2.0."""

import base64
import time

import pytest

from tests.serverless.local_gateway import Recorder, ask, serving


def test_the_event_is_api_gateways() -> None:
    handler = Recorder()
    with serving(handler) as connection:
        connection.putrequest("POST", "/echo?a=1&b=x%20y&a=2")
        for name, value in [
            ("Content-Type", "application/json; charset=utf-8"),
            ("Content-Length", "14"),
            ("X-Twice", "one"),
            ("X-Twice", "two"),
            ("Cookie", "first=1; second=2"),
            ("User-Agent", "test/1"),
        ]:
            connection.putheader(name, value)
        connection.endheaders('{"a":"Très"}\r'.encode())
        connection.getresponse().read()
    [event] = handler.events
    assert event["version"] == "2.0"
    assert event["routeKey"] == event["requestContext"]["routeKey"] == "POST /echo"
    assert event["rawPath"] == "/echo"
    assert event["rawQueryString"] == "a=1&b=x%20y&a=2"
    assert event["queryStringParameters"] == {"a": "1,2", "b": "x y"}
    assert event["cookies"] == ["first=1", "second=2"]
    assert "cookie" not in event["headers"]
    assert event["headers"]["x-twice"] == "one,two"
    assert (event["body"], event["isBase64Encoded"]) == ('{"a":"Très"}\r', False)
    http_part = event["requestContext"]["http"]
    assert http_part["method"] == "POST"
    assert http_part["userAgent"] == "test/1"
    assert event["requestContext"]["requestId"]
    assert abs(event["requestContext"]["timeEpoch"] / 1000 - time.time()) < 60


@pytest.mark.parametrize("content_type", ["application/octet-stream", "image/png", None])
def test_a_body_that_is_not_text_comes_as_base64(content_type: str | None) -> None:
    handler = Recorder()
    headers = {"content-type": content_type} if content_type else {}
    with serving(handler) as connection:
        ask(connection, "POST", body=b"\x00\xff", headers=headers)
    [event] = handler.events
    assert event["isBase64Encoded"] is True
    assert base64.b64decode(event["body"]) == b"\x00\xff"


def test_a_request_without_a_body_has_none_in_the_event() -> None:
    handler = Recorder()
    with serving(handler) as connection:
        ask(connection, "GET")
    assert "body" not in handler.events[0]
