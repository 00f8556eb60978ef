"""The whole chain on one's own machine: gateway, the Lambda's code, and the model server.

    python -m serverless.stack [--port N] [--artifact DIR] [--stop-with-parent]

prints one line on stdout when it is ready, its URL such as http://127.0.0.1:53211, and runs until
SIGTERM or Ctrl+C; with --stop-with-parent also until its stdin ends. A program that starts it
passes that flag and holds stdin open: then it stops with the program, however that ends. Its log
is on stderr, from errors up; a program that pipes stderr must read it, or requests will wait.

Nothing here replaces the Lambda's code: the environment points it at the local model server.
"""

import argparse
import os
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from serverless.model_process import ModelProcess, ModelProcessError, free_port

if TYPE_CHECKING:
    import uvicorn


def main() -> None:
    arguments = _arguments()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    if arguments.stop_with_parent:
        threading.Thread(target=_leave_when_stdin_ends, daemon=True).start()
    try:
        with _listen(arguments.port) as listener:
            _serve(listener, arguments.artifact)
    except (_PortError, ModelProcessError) as error:
        sys.exit(str(error))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m serverless.stack", description="The API on this machine, without AWS."
    )
    parser.add_argument("--port", type=int, default=0, help="the API's port (default: a free one)")
    parser.add_argument("--artifact", type=Path, help="another model than the one that comes along")
    parser.add_argument("--stop-with-parent", action="store_true", help="stop when stdin ends")
    return parser.parse_args()


class _PortError(Exception):
    """The port cannot be had."""


def _listen(port: int) -> socket.socket:
    try:
        listener = socket.create_server(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        raise _PortError(
            f"Port {port} is taken or not allowed. Choose another with --port, or leave --port out."
        ) from error
    # asyncio does this only for sockets it makes itself; without it an answer takes 40 ms longer.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _serve(listener: socket.socket, artifact: Path | None) -> None:
    arguments = ["--artifact", str(artifact.resolve())] if artifact else []
    with ModelProcess(free_port(), arguments) as model:
        _point_at(model.port)
        server = _server()  # imports while the model loads
        model.wait_until_ready()
        model.keep_alive()
        server.run(sockets=[listener])


def _point_at(model_port: int) -> None:
    """Make this process's environment that of a Lambda whose endpoint is the local model server.

    Every AWS variable goes first: a person's own account must never be touched.
    """
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ |= {
        "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": f"http://127.0.0.1:{model_port}",
        "SAGEMAKER_ENDPOINT_NAME": "embedded",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "embedded",
        "AWS_SECRET_ACCESS_KEY": "embedded",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "no_proxy": "127.0.0.1",  # a proxy cannot reach this machine's own loopback
        "POWERTOOLS_METRICS_DISABLED": "true",  # nobody reads them here
        "POWERTOOLS_LOG_LEVEL": os.environ.get("POWERTOOLS_LOG_LEVEL", "ERROR"),
    }


def _server() -> "uvicorn.Server":
    import uvicorn

    from serverless.deployment import Deployment
    from serverless.gateway import InProcess, serve
    from serverless.handler import handler

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            for listener in sockets or ():
                sys.stdout.write(f"http://127.0.0.1:{listener.getsockname()[1]}\n")
            sys.stdout.flush()

    return Server(
        uvicorn.Config(
            serve(Deployment(), InProcess(handler)),
            lifespan="off",
            ws="none",
            log_level="warning",
            timeout_graceful_shutdown=1,
        )
    )


def _leave(_signal: int, _frame: object) -> NoReturn:
    """While uvicorn runs, it takes the signals, finishes its requests, and raises them here."""
    sys.exit(0)


def _leave_when_stdin_ends() -> None:
    # Not sys.stdin.read(): a thread waiting inside it makes Python abort when it ends.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    signal.raise_signal(signal.SIGTERM)


if __name__ == "__main__":
    main()
