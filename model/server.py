"""The model server: SageMaker's container contract around model/inference.py.

    GET  /ping                          503 while loading, then 200
    POST /invocations                   what SageMaker calls
    POST /endpoints/{name}/invocations  what the SageMaker *runtime* offers, with its error mapping,
                                        so that boto3 can be pointed at this server

https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
"""

import argparse
import asyncio
import json
import logging
import os
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import uvicorn
from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from model import inference
from model.artifact import DEFAULT_ARTIFACT, ArtifactError
from model.contract.errors import BodyTooLarge, InternalError, SentimentError
from model.predict import Predictor

MAX_BODY_BYTES = 6_291_456  # what a real-time endpoint accepts
DRAIN_S = 25  # SageMaker kills 30 s after SIGTERM
_ATTRIBUTES = "x-amzn-sagemaker-custom-attributes"

logger = logging.getLogger("model.server")


class ModelServer:
    """One loaded model behind three routes."""

    def __init__(self, model_dir: Path) -> None:
        self._model_dir = model_dir
        self._model: Predictor | None = None
        # One prediction for each core: more would only wait for each other.
        self._cores = CapacityLimiter(os.cpu_count() or 1)
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
        loading = asyncio.create_task(to_thread.run_sync(self._load))
        yield
        await loading

    def _load(self) -> None:
        try:
            self._model = inference.model_fn(str(self._model_dir))
        except ArtifactError as error:
            sys.stderr.write(f"{error}\n")
            os._exit(1)  # from a thread, and nothing is under way yet

    async def ping(self, _request: Request) -> Response:
        return Response(status_code=200 if self._model else 503)

    async def invocations(self, request: Request) -> Response:
        """Answer a prediction, or an error with its status and a sentence."""
        if self._model is None:
            return Response("The model is loading.", 503)
        try:
            content = await self._predict(request, self._model)
        except SentimentError as error:
            return Response(error.detail, error.status, media_type="text/plain")
        attributes = request.headers.get(_ATTRIBUTES)
        headers = {_ATTRIBUTES: attributes} if attributes else {}
        return Response(content, media_type=inference.JSON, headers=headers)

    async def _predict(self, request: Request, model: Predictor) -> str:
        body = await _body(request)
        content_type = request.headers.get("content-type", inference.JSON)
        accept = request.headers.get("accept", "*/*")

        def work() -> str:
            data = inference.input_fn(body, content_type)
            return inference.output_fn(inference.predict_fn(data, model), accept)

        try:
            return await to_thread.run_sync(work, limiter=self._cores)
        except SentimentError:
            raise
        except Exception as error:  # the last line before the caller, who learns no more
            logger.exception("prediction failed")
            raise InternalError from error

    async def runtime(self, request: Request) -> Response:
        """Map the container's answer as InvokeEndpoint does.

        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
        """
        if self._model is None:
            message = "The model is not ready for inference yet."
            return _aws_error(429, "ModelNotReadyException", {"Message": message})
        answer = await self.invocations(request)
        if answer.status_code < 400:
            answer.headers["x-amzn-invoked-production-variant"] = "AllTraffic"
            return answer
        side = "client" if answer.status_code < 500 else "server"
        message = bytes(answer.body).decode()
        return _aws_error(
            424,
            "ModelError",
            {
                "ErrorCode": f"{side.upper()}_ERROR_FROM_MODEL",
                "LogStreamArn": "",
                "Message": f"Received {side} error ({answer.status_code}) from primary with "
                f'message "{message}".',
                "OriginalMessage": message,
                "OriginalStatusCode": answer.status_code,
            },
        )


async def _body(request: Request) -> bytes:
    """The body, or BodyTooLarge as soon as it passes the limit."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise BodyTooLarge(f"The model reads at most {MAX_BODY_BYTES:,} bytes.")
    return bytes(body)


def _aws_error(status: int, kind: str, content: dict[str, str | int]) -> Response:
    headers = {"x-amzn-errortype": kind}
    return Response(json.dumps(content), status, headers, media_type=inference.JSON)


def _stop_with_parent(server: uvicorn.Server) -> None:
    """Stop when stdin ends, which it does when the process that holds it dies, however it dies."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 4096):  # not sys.stdin: its lock would block our exit
            pass
        server.should_exit = True

    threading.Thread(target=wait, daemon=True).start()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m model.server", description="Serve a model.")
    parser.add_argument("command", nargs="?", choices=["serve"], help="what SageMaker passes")
    parser.add_argument("--artifact", type=Path, default=DEFAULT_ARTIFACT)
    parser.add_argument("--host", default="127.0.0.1")
    port = int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080"))
    parser.add_argument("--port", type=int, default=port)
    parser.add_argument("--stop-with-parent", action="store_true", help="stop when stdin ends")
    arguments = parser.parse_args()
    server = uvicorn.Server(
        uvicorn.Config(
            ModelServer(arguments.artifact).app,
            host=arguments.host,
            port=arguments.port,
            log_level="warning",
            timeout_graceful_shutdown=DRAIN_S,
        )
    )
    if arguments.stop_with_parent:
        _stop_with_parent(server)
    with suppress(KeyboardInterrupt):  # uvicorn has stopped in order, and raises it once more
        server.run()


if __name__ == "__main__":
    main()
