"""HTTP to and from payload format 2.0, the form in which an HTTP API and a Lambda speak.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import base64
import uuid
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

_TEXT_TYPES = ("application/json", "application/xml", "application/javascript")


def to_event(request: Request, route: str, body: bytes) -> dict[str, Any]:
    headers = _headers(request)
    cookies = headers.pop("cookie", "")
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": request.url.path,
        "rawQueryString": request.url.query,
        "headers": headers,
        "requestContext": _request_context(request, route),
        "isBase64Encoded": False,
    }
    if cookies:
        event["cookies"] = cookies.split("; ")
    if request.query_params:
        event["queryStringParameters"] = {
            name: ",".join(request.query_params.getlist(name)) for name in request.query_params
        }
    if body:
        event |= _body(body, headers.get("content-type", ""))
    return event


def _headers(request: Request) -> dict[str, str]:
    return {name: ",".join(request.headers.getlist(name)) for name in request.headers}


def _body(body: bytes, content_type: str) -> dict[str, Any]:
    """Text as text, where bytes that are not UTF-8 are lost; anything else as base64."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type.startswith("text/") or media_type in _TEXT_TYPES:
        return {"body": body.decode(errors="replace"), "isBase64Encoded": False}
    return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}


def _request_context(request: Request, route: str) -> dict[str, Any]:
    now = datetime.now(UTC)
    host = request.url.hostname or "localhost"
    return {
        "accountId": "123456789012",
        "apiId": "local",
        "domainName": host,
        "domainPrefix": host.partition(".")[0],
        "http": {
            "method": request.method,
            "path": request.url.path,
            "protocol": f"HTTP/{request.scope['http_version']}",
            "sourceIp": request.client.host if request.client else "",
            "userAgent": request.headers.get("user-agent", ""),
        },
        "requestId": uuid.uuid4().hex[:16],
        "routeKey": route,
        "stage": "$default",
        "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(now.timestamp() * 1000),
    }


def to_response(result: dict[str, Any]) -> Response:
    text: str = result.get("body") or ""
    body = base64.b64decode(text) if result.get("isBase64Encoded") else text.encode()
    response = Response(body, result["statusCode"], result.get("headers"))
    for cookie in result.get("cookies", []):
        response.headers.append("set-cookie", cookie)
    return response
