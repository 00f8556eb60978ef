"""The routes, around one program and the model it loads.

GET  /ping                          503 while loading, then 200
POST /invocations                   what SageMaker calls
POST /endpoints/{name}/invocations  what the SageMaker *runtime* offers: see runtime.py
"""

import asyncio
import gc
import logging
import os
import sys
import time
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from model.artifact import ArtifactError
from model.contract.errors import BodyTooLarge, InternalError
from model.server import program, runtime
from model.server.program import Program, ProgramError

MAX_ENDPOINT_BYTES = 6_291_456  # what a real-time endpoint accepts
_NEW_OBJECTS = 100_000  # more than the largest request makes
_GONE = 499  # nginx's, for the log: the caller left before the body was here
_ATTRIBUTES = "x-amzn-sagemaker-custom-attributes"

logger = logging.getLogger("model.server")


@dataclass(frozen=True)
class Loaded:
    program: Program
    model: Any


class ModelServer:
    """One program and its model behind three routes."""

    def __init__(self, model_dir: Path, code: Path | None, n_at_once: int, accept: str) -> None:
        self._model_dir, self._code, self._accept = model_dir, code, accept
        self._loaded: Loaded | None = None
        self._at_once = CapacityLimiter(n_at_once)
        self.app = Starlette(
            routes=[
                Route("/ping", self.ping),
                Route("/invocations", self.invocations, methods=["POST"]),
                Route("/endpoints/{name}/invocations", self.runtime, methods=["POST"]),
            ],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        loading = asyncio.create_task(to_thread.run_sync(self._load, abandon_on_cancel=True))
        yield
        loading.cancel()

    def _load(self) -> None:
        try:
            loaded = program.load(self._code)
            self._loaded = Loaded(loaded, loaded.model_fn(str(self._model_dir)))
            if self._code is None:
                _look_for_garbage_rarely()
        except (ArtifactError, ProgramError) as error:
            _give_up(str(error))
        except BaseException:  # a stranger's program may raise, or exit, as it likes
            logger.exception("loading failed")
            _give_up("The model cannot be loaded.")

    async def ping(self, _request: Request) -> Response:
        return Response(status_code=200 if self._loaded else 503)

    async def invocations(self, request: Request) -> Response:
        """Answer, and say so in the log with what the caller attached: a correlation id."""
        started = time.monotonic()
        response = await self._respond(request)
        milliseconds = (time.monotonic() - started) * 1000
        attached = request.headers.get(_ATTRIBUTES, "-")
        logger.info("%s status=%d ms=%.0f", attached, response.status_code, milliseconds)
        return response

    async def _respond(self, request: Request) -> Response:
        """A prediction, or an error with its status and a sentence."""
        if self._loaded is None:
            return Response("The model is loading.", 503)
        attributes = request.headers.get(_ATTRIBUTES)
        headers = {_ATTRIBUTES: attributes} if attributes else {}
        try:
            content, kind = await self._answer(request, self._loaded)
        except ClientDisconnect:  # there is nobody left to answer
            return Response(status_code=_GONE)
        except Exception as error:  # noqa: BLE001 - the last line before the caller
            status, detail = _refusal(error)
            return Response(detail, status, headers, media_type="text/plain")
        return Response(content, 200, headers | {"content-type": kind})

    async def _answer(self, request: Request, loaded: Loaded) -> tuple[str | bytes, str]:
        body = await _body(request)
        content_type = request.headers.get("content-type", "application/json")
        accept = request.headers.get("accept", "*/*")
        accept = self._accept if accept == "*/*" else accept
        work = partial(loaded.program.answer, loaded.model, body, content_type, accept)
        return await to_thread.run_sync(work, limiter=self._at_once)

    async def runtime(self, request: Request) -> Response:
        if self._loaded is None:
            return runtime.not_ready()
        return runtime.invoked(await self.invocations(request))


async def _body(request: Request) -> bytes:
    """The body, or BodyTooLarge as soon as it passes the limit."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_ENDPOINT_BYTES:
            raise BodyTooLarge(f"The model reads at most {MAX_ENDPOINT_BYTES:,} bytes.")
    return bytes(body)


def _refusal(error: Exception) -> tuple[int, str]:
    """A status and a sentence: those of an error that carries them, or the caller learns nothing.

    `status` is ours, `status_code` that of most web frameworks and of SageMaker's toolkit.
    """
    status = getattr(error, "status", getattr(error, "status_code", None))
    if isinstance(status, int) and 400 <= status < 600:
        return status, str(getattr(error, "detail", error))
    place = "".join(traceback.format_tb(error.__traceback__))
    logger.error("prediction failed: %s\n%s", type(error).__name__, place)  # no review in the log
    return InternalError.status, InternalError.default_detail


def _look_for_garbage_rarely() -> None:
    """What is loaded stays; what a request makes of ours has no cycles, and goes with it. Looking
    through both took a fifth of the time of explaining. Another program may rely on it."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def _give_up(message: str) -> None:
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()
    os._exit(1)  # from a thread, and nothing is under way yet
