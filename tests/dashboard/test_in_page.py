"""What is ours stands in every page, and in nothing else that is served."""

import gzip
import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, JSONResponse, StreamingResponse
from starlette.routing import Route

from dashboard.in_page import InPage
from tests.serverless.local_gateway import listening

PAGE = "<html><head><title>é</title></head><body><p>Text</p></body></html>"
MARKUP = "<style>p { color: red }</style>"
WITH_IT = PAGE.replace("</body>", f"{MARKUP}</body>")
BROWSER = {"accept": "text/html,*/*", "accept-encoding": "gzip"}


@pytest.fixture
def rest() -> threading.Event:
    """Until it is set, the end of “/endless” does not come."""
    return threading.Event()


@pytest.fixture
def server(tmp_path: Path, rest: threading.Event) -> Iterator[http.client.HTTPConnection]:
    file = tmp_path / "index.html"
    file.write_text(PAGE, "utf-8")

    def page(_request: object) -> FileResponse:
        return FileResponse(file)

    def in_parts(_request: object) -> StreamingResponse:
        return StreamingResponse([PAGE[:15], PAGE[15:]], media_type="text/html")

    def endless(_request: object) -> StreamingResponse:
        def parts() -> Iterator[bytes]:
            yield b"the beginning"
            rest.wait(30)

        return StreamingResponse(parts(), media_type="text/csv")

    def data(_request: object) -> JSONResponse:
        return JSONResponse({"text": PAGE})

    routes = [
        Route("/", page),
        Route("/parts", in_parts),
        Route("/data", data),
        Route("/endless", endless),
    ]
    middleware = [
        Middleware(InPage, markup=MARKUP),
        Middleware(GZipMiddleware, minimum_size=1),
    ]
    with listening(Starlette(routes=routes, middleware=middleware)) as connection:
        yield connection


def get(
    server: http.client.HTTPConnection, path: str, headers: dict[str, str]
) -> http.client.HTTPResponse:
    server.request("GET", path, headers=headers)
    return server.getresponse()


@pytest.mark.parametrize("path", ["/", "/parts"])
def test_a_page_gets_it_once(server: http.client.HTTPConnection, path: str) -> None:
    answer = get(server, path, BROWSER)
    assert answer.headers["content-length"] == str(len(WITH_IT.encode()))
    assert answer.read().decode() == WITH_IT


def test_a_page_is_not_remembered_by_what_the_file_was(
    server: http.client.HTTPConnection,
) -> None:
    """Or a browser would keep the old style sheet as long as the file stays the same."""
    assert not {"etag", "last-modified"} & set(get(server, "/", BROWSER).headers)


def test_what_is_no_page_passes_as_it_is(server: http.client.HTTPConnection) -> None:
    assert json.loads(get(server, "/data", BROWSER).read()) == {"text": PAGE}
    packed = get(server, "/", {"accept-encoding": "gzip"})
    assert gzip.decompress(packed.read()).decode() == PAGE


def test_a_download_does_not_wait_for_its_end(
    server: http.client.HTTPConnection, rest: threading.Event
) -> None:
    answer = get(server, "/endless", {"accept": "text/html,*/*"})
    assert answer.read(13) == b"the beginning"
    assert not rest.is_set()
    rest.set()
