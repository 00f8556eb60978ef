"""Serve a model: `python -m model.server --help`.

    python -m model.server serve                         the model that comes along
    python -m model.server serve --model DIR             another artifact
    python -m model.server serve --model DIR --code DIR  another inference.py

What SageMaker sets in a container's environment holds where no option is given: SM_MODEL_DIR,
SAGEMAKER_SUBMIT_DIRECTORY (or `code` in the model's folder), SAGEMAKER_PROGRAM,
SAGEMAKER_BIND_TO_PORT, SAGEMAKER_MODEL_SERVER_WORKERS, SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT.
"""

import argparse
import logging
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path

import uvicorn

from model.artifact import DEFAULT_ARTIFACT
from model.server.app import ModelServer

DRAIN_S = 25  # SageMaker kills 30 s after SIGTERM


def _arguments() -> argparse.Namespace:
    environment = os.environ.get
    parser = argparse.ArgumentParser(
        prog="python -m model.server",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", nargs="?", choices=["serve"], help="what SageMaker passes")
    model = Path(environment("SM_MODEL_DIR", DEFAULT_ARTIFACT))
    parser.add_argument(
        "--model", "--artifact", type=Path, default=model, help="the model's folder"
    )
    code = environment("SAGEMAKER_SUBMIT_DIRECTORY")
    parser.add_argument("--code", type=Path, default=code, help="the folder of inference.py")
    parser.add_argument("--host", default="127.0.0.1")
    port = environment("SAGEMAKER_BIND_TO_PORT", "8080")  # argparse reads it as if it were typed
    parser.add_argument("--port", type=_port, default=port)
    parser.add_argument("--stop-with-parent", action="store_true", help="stop when stdin ends")
    return parser.parse_args()


def _port(text: str) -> int:
    """uvicorn would take a number too large for its rest, and listen where nobody looks."""
    if not (text.isdecimal() and len(text) < 6 and 0 < int(text) < 65536):
        sys.exit(
            f"{text!r} is no port: --port and SAGEMAKER_BIND_TO_PORT take a number from 1 to 65535."
        )
    return int(text)


def _program(arguments: argparse.Namespace) -> Path | None:
    """The inference.py to run; None for the one that comes along."""
    name = os.environ.get("SAGEMAKER_PROGRAM", "inference.py")
    if arguments.code is None:
        beside_the_model: Path = arguments.model / "code" / name
        return beside_the_model if beside_the_model.is_file() else None
    file: Path = arguments.code / name
    if not file.is_file():
        sys.exit(f"There is no {file}. --code takes the folder that holds inference.py.")
    return file


def _at_once(workers: str | None, ours: bool) -> int:
    """Ours is safe in threads, and more than one for each core would only wait for each other. The
    toolkit gives other programs a thread at a time, so they may rely on it."""
    if not workers:
        return (os.cpu_count() or 1) if ours else 1
    if not (workers.isdecimal() and 0 < int(workers) < 1000):
        sys.exit(f"SAGEMAKER_MODEL_SERVER_WORKERS is {workers!r}; it takes a number from 1 to 999.")
    return int(workers)


def _server(arguments: argparse.Namespace) -> uvicorn.Server:
    code = _program(arguments)
    n_at_once = _at_once(os.environ.get("SAGEMAKER_MODEL_SERVER_WORKERS"), ours=code is None)
    accept = os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", "application/json")
    return uvicorn.Server(
        uvicorn.Config(
            ModelServer(arguments.model, code, n_at_once, accept).app,
            host=arguments.host,
            port=arguments.port,
            log_level="warning",
            timeout_graceful_shutdown=DRAIN_S,
        )
    )


def _stop_with_parent(server: uvicorn.Server) -> None:
    """Stop when stdin ends, which it does when the process that holds it dies, however it dies."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 4096):  # not sys.stdin: its lock would block our exit
            pass
        server.should_exit = True

    threading.Thread(target=wait, daemon=True).start()


def main() -> None:
    arguments = _arguments()
    # In a container each request is a line of the log; on one's own machine only what goes wrong.
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("model.server").setLevel("INFO" if arguments.command else "WARNING")
    server = _server(arguments)
    if arguments.stop_with_parent:
        _stop_with_parent(server)
    with suppress(KeyboardInterrupt):  # uvicorn has stopped in order, and raises it once more
        server.run()


if __name__ == "__main__":
    main()
