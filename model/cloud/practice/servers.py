"""moto, what it lacks, and the model server, and the environment that points at them."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import create_server
from typing import Any

import boto3
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from model.cloud.errors import CloudError
from model.cloud.practice import moto_gaps
from model.cloud.practice.runtime import Runtime
from model.cloud.practice.transform_agent import TransformAgent

_READY_WITHIN_S = 60
_ROOT = Path(__file__).parents[3]
Environment = dict[str, str]


@contextmanager
def cloud() -> Iterator[Environment]:
    """All of it: endpoints answer, and Batch Transform jobs are really run, by the model server."""
    with aws() as environment, model_server() as url:
        s3 = s3_client(environment)
        with TransformAgent(s3, url).running(), Runtime(s3, url).running():
            yield environment


@contextmanager
def aws() -> Iterator[Environment]:
    """moto with its gaps filled; the variables that point boto3, the CLI and osls at it."""
    moto_gaps.fill()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # not a line for each request
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield _environment(f"http://{host}:{port}")
    finally:
        server.stop()


@contextmanager
def model_server() -> Iterator[str]:
    """Its URL."""
    port = _free_port()
    command = [sys.executable, "-m", "model.server", "--port", str(port), "--stop-with-parent"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, cwd=_ROOT)  # noqa: S603 - ours
    try:
        _wait_until_ready(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.communicate()  # closes its stdin, which tells it to finish


def s3_client(environment: Environment) -> Any:
    """A client that needs no environment."""
    return boto3.client(
        "s3",
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        region_name=environment["AWS_REGION"],
    )


def _environment(url: str) -> Environment:
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "practice",
        "AWS_SECRET_ACCESS_KEY": "practice",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "SAGEMAKER_VALIDATE_ROLE": "false",  # moto does not know IAM's simulator
        "no_proxy": "127.0.0.1",
    }


def _free_port() -> int:
    with create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _wait_until_ready(process: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + _READY_WITHIN_S
    while not _answers_ping(port):
        if process.poll() is not None or time.monotonic() > end:
            raise CloudError("The model server does not start; its message is above.")
        time.sleep(0.05)


def _answers_ping(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/ping")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
