"""moto_server.py in a process of its own, and clients that speak with it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import requests

from serverless.model_process import free_port

_SERVER = Path(__file__).parent / "moto_server.py"
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


@contextmanager
def aws(api_url: str = "") -> Iterator[str]:
    """Its URL; a deployed API says of itself that it is at `api_url`."""
    port = free_port()
    with subprocess.Popen(
        [sys.executable, str(_SERVER), "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | KEYS | {"API_URL": api_url},
    ) as server:
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(url, server)
            yield url
        finally:
            server.kill()


def client(name: str, url: str) -> Any:
    return boto3.client(
        name,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - moto asks for no real one
    )


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        try:
            requests.get(url, timeout=5)
        except requests.ConnectionError:
            assert server.poll() is None, "moto_server.py does not start"
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)
