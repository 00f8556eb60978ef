"""Our style sheet, and our scripts, in the page itself.

By `st.html` they would come with the first elements, or after them, and those would jump.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class InPage:
    """ASGI middleware: adds markup to the end of every page of HTML that passes."""

    def __init__(self, app: ASGIApp, markup: str) -> None:
        self._app = app
        # In the body: of two equal rules the last counts, and Streamlit puts its own into the head.
        self._markup = f"{markup}</body>".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        del MutableHeaders(scope=scope)[
            "accept-encoding"
        ]  # a compressed body has no </body> to find
        start: Message = {}
        page = bytearray()

        async def send_with_it(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
                return
            if not start:  # a download, or a picture
                await send(message)
                return
            page.extend(message.get("body", b""))
            if not message.get("more_body"):
                body = self._with_it(MutableHeaders(raw=start["headers"]), bytes(page))
                await send(start)
                await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, send_with_it)

    def _with_it(self, headers: MutableHeaders, body: bytes) -> bytes:
        del headers["etag"], headers["last-modified"]  # those of the page without it
        whole = body.replace(b"</body>", self._markup, 1)
        headers["content-length"] = str(len(whole))
        return whole


def _is_page(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")
