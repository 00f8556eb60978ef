"""The model server beyond the container contract (tests/container): for the embedded stack."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from model.artifact import Artifact
from model.contract.errors import UnsupportedMedia
from model.contract.lines import JSON_LINES
from model.contract.schema import ModelInfo, PredictionResponse
from model.inference import output_fn

REQUEST = {"reviews": [{"id": "r1", "text": "the film was good"}, {"id": "r2", "text": ""}]}
ANSWER = PredictionResponse(model=ModelInfo(name="none", version="1"), predictions=[])
Start = Callable[..., tuple[str, subprocess.Popen[bytes]]]


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture
def start(artifact: Artifact, tmp_path: Path) -> Iterator[Start]:
    artifact.save(tmp_path / "artifact")
    processes: list[subprocess.Popen[bytes]] = []

    def start(*extra: str) -> tuple[str, subprocess.Popen[bytes]]:
        port = free_port()
        command = [sys.executable, "-m", "model.server", "serve"]
        process = subprocess.Popen(
            [*command, "--artifact", str(tmp_path / "artifact"), *extra],
            env=os.environ | {"SAGEMAKER_BIND_TO_PORT": str(port)},
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        processes.append(process)
        return f"http://127.0.0.1:{port}", process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


@pytest.fixture
def server(start: Start) -> str:
    url, _ = start()
    wait_until_ready(url)
    return url


def wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if requests.get(f"{url}/ping", timeout=2).status_code == 200:
                return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise TimeoutError(url)


def test_the_runtime_maps_errors_as_sagemaker_does(server: str) -> None:
    answer = requests.post(f"{server}/endpoints/any/invocations", b"{", timeout=5)
    assert answer.status_code == 424
    assert answer.headers["x-amzn-errortype"] == "ModelError"
    assert answer.json()["OriginalStatusCode"] == 422
    assert answer.json()["ErrorCode"] == "CLIENT_ERROR_FROM_MODEL"


def test_the_runtime_answers(server: str) -> None:
    answer = requests.post(f"{server}/endpoints/any/invocations", json=REQUEST, timeout=5)
    assert answer.status_code == 200
    assert answer.headers["x-amzn-invoked-production-variant"] == "AllTraffic"


def test_stops_with_its_parent(start: Start) -> None:
    url, process = start("--stop-with-parent")
    wait_until_ready(url)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdin = None


def test_a_damaged_artifact_is_one_sentence(start: Start, tmp_path: Path) -> None:
    (tmp_path / "artifact" / "config.json").write_text("{}")
    _, process = start()
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert b"config.json was changed" in errors
    assert b"Traceback" not in errors


def test_what_a_program_raises_is_logged_without_its_message(start: Start, tmp_path: Path) -> None:
    program = "def model_fn(folder): ...\ndef predict_fn(data, model): raise KeyError(str(data))\n"
    (tmp_path / "inference.py").write_text(program)
    url, process = start("--code", str(tmp_path))
    wait_until_ready(url)
    assert requests.post(f"{url}/invocations", b'"canary-5e2f"', timeout=5).status_code == 500
    process.terminate()
    _, errors = process.communicate(timeout=20)
    assert b"prediction failed: KeyError" in errors
    assert b"inference.py" in errors
    assert b"canary" not in errors


def test_a_caller_who_leaves_is_no_defect(start: Start) -> None:
    url, process = start()
    wait_until_ready(url)
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))) as caller:
        caller.sendall(b"POST /invocations HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\n{")
    assert requests.post(f"{url}/invocations", json=REQUEST, timeout=5).status_code == 200
    process.terminate()
    _, errors = process.communicate(timeout=20)
    assert b"status=499" in errors
    assert b"ERROR" not in errors


@pytest.mark.parametrize("port", ["99999", "0", "abc"])
@pytest.mark.parametrize("typed", [True, False])
def test_what_is_no_port_is_one_sentence(port: str, typed: bool) -> None:
    command = [sys.executable, "-m", "model.server", *([f"--port={port}"] if typed else [])]
    env = os.environ | ({} if typed else {"SAGEMAKER_BIND_TO_PORT": port})
    ended = subprocess.run(command, env=env, capture_output=True, timeout=20, check=False)
    assert ended.returncode == 1
    assert ended.stderr.decode() == (
        f"{port!r} is no port: --port and SAGEMAKER_BIND_TO_PORT take a number from 1 to 65535.\n"
    )


@pytest.mark.parametrize("workers", ["0", "abc", "-1"])
def test_what_is_no_number_of_workers_is_one_sentence(workers: str) -> None:
    command = [sys.executable, "-m", "model.server"]
    env = os.environ | {"SAGEMAKER_MODEL_SERVER_WORKERS": workers}
    ended = subprocess.run(command, env=env, capture_output=True, timeout=20, check=False)
    assert ended.returncode == 1
    assert ended.stderr.decode() == (
        f"SAGEMAKER_MODEL_SERVER_WORKERS is {workers!r}; it takes a number from 1 to 999.\n"
    )


@pytest.mark.parametrize("accept", ["Application/JSON", "text/html, application/*;q=0.8", "*/*"])
def test_media_types_are_compared_whole(accept: str) -> None:
    assert output_fn(ANSWER, accept)[1] == "application/json"
    assert output_fn([], accept)[1] == JSON_LINES


@pytest.mark.parametrize("accept", [JSON_LINES, "application/json5", "text/csv", "x-application/*"])
def test_what_is_not_accepted_is_not_sent(accept: str) -> None:
    with pytest.raises(UnsupportedMedia, match="answers this with application/json, not"):
        output_fn(ANSWER, accept)


def test_lines_are_sent_to_who_asks_for_lines_or_for_json() -> None:
    assert output_fn([], JSON_LINES) == output_fn([], "application/json") == ("", JSON_LINES)
