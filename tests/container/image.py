"""The image's own command and environment, read from its Dockerfile, started without docker."""

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import requests

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "model" / "container" / "Dockerfile").read_text("utf-8")
PROGRAMS = Path(__file__).parent / "programs"


def command(python: str = sys.executable) -> list[str]:
    """ENTRYPOINT and CMD in exec form, which is what makes SIGTERM reach the server."""
    words = [
        json.loads(found)
        for name in ("ENTRYPOINT", "CMD")
        for found in re.findall(rf"^{name} (\[.*\])$", DOCKERFILE, re.MULTILINE)
    ]
    entrypoint, arguments = words
    assert entrypoint[0] == "python"
    return [python, *entrypoint[1:], *arguments]


def environment() -> dict[str, str]:
    """What ENV sets, but for the paths of the image and the cache that is compiled into it."""
    (block,) = re.findall(r"^ENV (.*?[^\\])$", DOCKERFILE, re.MULTILINE | re.DOTALL)
    pairs = dict(pair.split("=", 1) for pair in block.replace("\\\n", " ").split())
    return {name: value for name, value in pairs.items() if not name.startswith(("PATH", "NUMBA"))}


def free_port() -> int:
    """Below 32,768: the toolkit's server takes no other."""
    for port in random.sample(range(20_000, 30_000), 100):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise OSError("no free port")


class Server(AbstractContextManager["Server"]):
    """A server's process and its URL; the end of the `with` block kills it."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], cwd: Path = ROOT) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            command,
            env=os.environ | env | {"SAGEMAKER_BIND_TO_PORT": str(port)},
            cwd=cwd,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def ping(self) -> int:
        """The status of /ping; 0 while nobody listens."""
        try:
            return requests.get(f"{self.url}/ping", timeout=10).status_code
        except requests.ConnectionError:
            assert self.process.poll() is None, "the server has ended"
            return 0

    def wait_for(self, status: int) -> "Server":
        end = time.monotonic() + 120
        while self.ping() != status:
            assert time.monotonic() < end, f"/ping is never {status}"
            time.sleep(0.05)
        return self

    def post(
        self, body: bytes | str, path: str = "/invocations", **headers: str
    ) -> requests.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named = {"Content-Type": "application/json"} | named
        return requests.post(f"{self.url}{path}", data=body, headers=named, timeout=120)


def serving(model: Path, program: str | None = None) -> Server:
    """The image's command with this model in place of /opt/ml/model, and perhaps a program."""
    env = environment() | {"SM_MODEL_DIR": str(model)}
    if program:
        env["SAGEMAKER_SUBMIT_DIRECTORY"] = str(PROGRAMS / program)
    return Server(command(), env)
