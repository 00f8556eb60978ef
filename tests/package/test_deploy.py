"""`osls deploy`, a change, and `osls remove`, against moto, which stands for AWS.

osls asks every five seconds how far it is, so this takes a minute and is not among the default:
`./scripts/test tests/package/test_deploy.py -m deploy`.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests

from serverless.model_process import free_port
from tests.package.conftest import Packaged, run

pytestmark = [pytest.mark.package, pytest.mark.deploy]

SERVER = Path(__file__).parent / "moto_server.py"
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, str(SERVER), "-p", str(port)]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | KEYS
    ) as server:
        url = f"http://127.0.0.1:{port}"
        wait_for(url)
        yield url
        server.kill()


def wait_for(url: str) -> None:
    for _ in range(600):
        try:
            requests.get(url, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)


def client(name: str, url: str) -> Any:
    return boto3.client(
        name,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - moto asks for no real one
    )


def osls(packaged: Packaged, url: str, *command: str) -> str:
    arguments = ("npx", "osls", *command, "--stage", "prod")
    return run(packaged.folder, *arguments, **KEYS, AWS_ENDPOINT_URL=url)


def stage(url: str) -> Any:
    apis = client("apigatewayv2", url)
    [api] = apis.get_apis()["Items"]
    return apis.get_stage(ApiId=api["ApiId"], StageName="$default")


def test_deploy_change_and_remove(packaged: Packaged, aws: str) -> None:
    assert "https://" in osls(packaged, aws, "deploy")
    functions = client("lambda", aws)
    [alias] = functions.list_aliases(FunctionName="review-sentiment-prod-api")["Aliases"]
    assert (alias["Name"], alias["FunctionVersion"]) == ("live", "1")
    assert stage(aws)["DefaultRouteSettings"]["ThrottlingRateLimit"] == 100
    alarms = client("cloudwatch", aws).describe_alarms()["MetricAlarms"]
    assert len(alarms) == 7

    osls(packaged, aws, "deploy", "--param", "requestsPerSecond=60")
    assert stage(aws)["DefaultRouteSettings"]["ThrottlingRateLimit"] == 60

    osls(packaged, aws, "remove")
    assert functions.list_functions()["Functions"] == []
    assert client("apigatewayv2", aws).get_apis()["Items"] == []
    assert client("cloudwatch", aws).describe_alarms()["MetricAlarms"] == []
    assert client("s3", aws).list_buckets()["Buckets"] == []
