"""The whole chain as one process tree: it starts, heals, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
import requests

ROOT = Path(__file__).parents[2]
REVIEWS = {"reviews": [{"id": f"r{i}", "text": "A good film."} for i in range(8)]}

Start = Callable[..., "Stack"]


class Stack:
    """`python -m serverless.stack`, started and ready."""

    def __init__(self, artifact: Path, log: Path, environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", "serverless.stack", "--stop-with-parent"]
        self.log = log
        with log.open("w") as stderr:
            self.process = subprocess.Popen(
                [*command, "--artifact", str(artifact)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                cwd=ROOT,
                env=os.environ | environment,
                start_new_session=True,
            )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        self.family = self.model_servers()

    def model_servers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()

    def predict(self) -> requests.Response:
        return requests.post(f"{self.url}/v1/predictions", json=REVIEWS, timeout=30)

    def end(self) -> tuple[int, str, str]:
        """Its exit status and what it said, after its stdin has ended."""
        out, _ = self.process.communicate(timeout=20)
        return self.process.returncode, out, self.log.read_text()


@pytest.fixture
def start(artifact: Path, tmp_path: Path) -> Iterator[Start]:
    started: list[Stack] = []

    def begin(**environment: str) -> Stack:
        started.append(Stack(artifact, tmp_path / "log", environment))
        return started[-1]

    yield begin
    for stack in started:
        stack.process.kill()
        stack.process.communicate()


def comes_back(stack: Stack, within_s: float = 20) -> bool:
    """Whether it answers again: once the model is back, and the circuit has closed."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if stack.predict().status_code == 200:
            return True
        time.sleep(0.2)
    return False


def gone(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=10)[1]


def test_it_says_its_address_once_answers_and_ends_with_its_stdin(start: Start) -> None:
    stack = start()
    health = requests.get(f"{stack.url}/v1/health", timeout=10)
    assert health.json()["model"]["name"] == "tiny"
    assert len(stack.predict().json()["predictions"]) == 8
    assert len(stack.family) == 1
    assert stack.end() == (0, "", "")
    assert gone(stack.family)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_quietly(start: Start, number: signal.Signals) -> None:
    stack = start()
    os.killpg(stack.process.pid, number)  # to the whole group, as a terminal sends Ctrl+C
    assert stack.process.wait(20) == 0
    assert gone(stack.family)
    assert stack.end() == (0, "", "")


def test_even_killed_it_leaves_no_model_server(start: Start) -> None:
    stack = start()
    stack.process.kill()
    assert gone(stack.family)


def test_the_model_server_killed_under_load_comes_back(start: Start) -> None:
    stack = start()
    replies: list[requests.Response] = []
    end = time.monotonic() + 5

    def keep_asking() -> None:
        while time.monotonic() < end:
            replies.append(stack.predict())

    askers = [threading.Thread(target=keep_asking) for _ in range(3)]
    for asker in askers:
        asker.start()
    time.sleep(0.5)
    stack.family[0].kill()
    for asker in askers:
        asker.join()
    assert {reply.status_code for reply in replies} <= {200, 502, 503}
    problems = [reply for reply in replies if reply.status_code != 200]
    assert all(p.headers["content-type"] == "application/problem+json" for p in problems)
    assert comes_back(stack)
    assert stack.model_servers()[0].pid != stack.family[0].pid
    _, _, said = stack.end()
    assert "The model server stopped (status -9); it is started again." in said


def test_many_callers_each_get_their_own_answer(start: Start) -> None:
    stack = start()

    def ask(name: str) -> list[str]:
        reviews = {"reviews": [{"id": f"{name}-{i}", "text": "A good film."} for i in range(5)]}
        reply = requests.post(f"{stack.url}/v1/predictions", json=reviews, timeout=30)
        return [item["id"] for item in reply.json()["predictions"]]

    names = [f"caller{i}" for i in range(60)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, names))
    assert answers == [[f"{name}-{i}" for i in range(5)] for name in names]


def test_while_the_model_server_is_away_callers_are_told_when_to_come_back(start: Start) -> None:
    stack = start()
    stack.family[0].kill()
    with ThreadPoolExecutor(6) as pool:  # a late retry may find it back already; not all six
        replies = list(pool.map(lambda _: stack.predict(), range(6)))
    refused = [reply for reply in replies if reply.status_code != 200]
    assert refused
    for reply in refused:
        assert (reply.status_code, reply.json()["code"]) == (503, "model_unavailable")
        assert reply.headers["retry-after"] == "2"


def test_a_persons_own_aws_settings_and_proxy_are_not_used(start: Start) -> None:
    nowhere = "http://127.0.0.1:1"
    stack = start(
        AWS_PROFILE="nobody",
        AWS_ENDPOINT_URL=nowhere,
        AWS_IGNORE_CONFIGURED_ENDPOINT_URLS="true",
        HTTP_PROXY=nowhere,
        http_proxy=nowhere,
    )
    reply = requests.get(f"{stack.url}/v1/health", timeout=10, proxies={"http": ""})
    assert reply.status_code == 200


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "serverless.stack", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=30
    )


def test_a_busy_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("--port", str(port))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        f"Port {port} is taken or not allowed. Choose another with --port, or leave --port out.\n"
    )


def test_a_model_that_does_not_load_is_one_sentence(tmp_path: Path) -> None:
    ended = run("--artifact", str(tmp_path))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("The model server does not start: ")
    assert "manifest.json" in ended.stderr
    assert ended.stderr.count("\n") == 1
