"""The style sheet stands in every page, and in nothing else that is served."""

import gzip
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, JSONResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.style_in_page import StyleInPage

PAGE = "<html><head><title>é</title></head><body><p>Text</p></body></html>"
STYLED = PAGE.replace("</body>", "<style>p { color: red }</style></body>")
BROWSER = {"accept": "text/html,*/*", "accept-encoding": "gzip"}


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    file = tmp_path / "index.html"
    file.write_text(PAGE, "utf-8")

    def page(_request: object) -> FileResponse:
        return FileResponse(file)

    def in_parts(_request: object) -> StreamingResponse:
        return StreamingResponse([PAGE[:15], PAGE[15:]], media_type="text/html")

    def data(_request: object) -> JSONResponse:
        return JSONResponse({"text": PAGE})

    routes = [Route("/", page), Route("/parts", in_parts), Route("/data", data)]
    middleware = [
        Middleware(StyleInPage, style="p { color: red }"),
        Middleware(GZipMiddleware, minimum_size=1),
    ]
    return TestClient(Starlette(routes=routes, middleware=middleware))


@pytest.mark.parametrize("path", ["/", "/parts"])
def test_a_page_gets_it_once(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=BROWSER)
    assert answer.text == STYLED
    assert answer.headers["content-length"] == str(len(STYLED.encode()))


def test_a_page_is_not_remembered_by_what_the_file_was(client: TestClient) -> None:
    """Or a browser would keep the old style sheet as long as the file stays the same."""
    headers = client.get("/", headers=BROWSER).headers
    assert not {"etag", "last-modified"} & set(headers)


def test_what_is_no_page_passes_as_it_is(client: TestClient) -> None:
    assert client.get("/data", headers=BROWSER).json() == {"text": PAGE}
    with client.stream("GET", "/data", headers={"accept": "*/*"}) as answer:
        packed = b"".join(answer.iter_raw())
    assert b"red" not in gzip.decompress(packed)
