"""scripts/deploy and scripts/teardown, both halves, against moto, which stands for AWS.

What moto has no answer to, the API's own URL, the embedded stack answers: the same Lambda code.
osls asks every five seconds how far it is, so this takes over a minute and is not among the
default: `./scripts/test tests/package/test_both_halves.py -m slow`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.api.embedded import EmbeddedStack
from tests.package import stand_in
from tests.package.stand_in import client

pytestmark = [pytest.mark.package, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/review-sentiment/dev@sha256:" + "a" * 64
STACK = "review-sentiment-dev"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is deployed and of what deploys it, so that the checkout stays as it is."""
    root = tmp_path_factory.mktemp("project")
    leave = shutil.ignore_patterns("__pycache__", "node_modules", ".serverless", "dist")
    for name in ("model", "scripts", "serverless"):
        shutil.copytree(ROOT / name, root / name, ignore=leave)
    shutil.copy(ROOT / "requirements.txt", root)
    (root / ".venv").symlink_to(sys.prefix)
    return root


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    stack = EmbeddedStack()
    yield stack.url()
    stack.stop()


@pytest.fixture
def aws(api: str) -> Iterator[str]:
    """An empty account."""
    with stand_in.aws(api) as url:
        yield url


def run(project: Path, aws: str, name: str, *options: str) -> "subprocess.CompletedProcess[str]":
    home = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    environment = home | stand_in.KEYS | {"AWS_ENDPOINT_URL": aws}
    return subprocess.run(
        [project / "scripts" / name, *options],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def left(aws: str) -> list[object]:
    """All that a deployment makes, as far as moto knows it, but for the bucket with the data."""
    return [
        *client("sagemaker", aws).list_endpoints()["Endpoints"],
        *client("sagemaker", aws).list_endpoint_configs()["EndpointConfigs"],
        *client("sagemaker", aws).list_models()["Models"],
        *client("sagemaker", aws).list_model_package_groups()["ModelPackageGroupSummaryList"],
        *client("ecr", aws).describe_repositories()["repositories"],
        *client("ssm", aws).describe_parameters()["Parameters"],
        *client("cloudformation", aws).list_stacks(StackStatusFilter=["CREATE_COMPLETE"])[
            "StackSummaries"
        ],
        *client("lambda", aws).list_functions()["Functions"],
        *client("apigatewayv2", aws).get_apis()["Items"],
        *client("cloudwatch", aws).describe_alarms()["MetricAlarms"],
        *client("codedeploy", aws).list_applications()["applications"],
        *client("iam", aws).list_roles()["Roles"],
        *client("logs", aws).describe_log_groups()["logGroups"],
    ]


def test_deployed_again_and_taken_down(project: Path, aws: str, api: str) -> None:
    done = run(project, aws, "deploy", "--image", IMAGE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"✓ {api}/v1/predictions answers all golden examples" in done.stdout
    assert done.stdout.splitlines()[-1] == f"SENTIMENT_API_URL={api}"
    asked = client("lambda", aws).get_function(FunctionName=f"{STACK}-api")["Configuration"]
    [endpoint] = client("sagemaker", aws).list_endpoints()["Endpoints"]
    assert asked["Environment"]["Variables"]["SAGEMAKER_ENDPOINT_NAME"] == endpoint["EndpointName"]

    made = len(left(aws))
    again = run(project, aws, "deploy", "--image", IMAGE)
    assert again.returncode == 0, again.stdout + again.stderr
    assert again.stdout.splitlines()[-1] == done.stdout.splitlines()[-1]
    assert len(left(aws)) == made

    gone = run(project, aws, "teardown", "--with-data")
    assert gone.returncode == 0, gone.stdout + gone.stderr
    assert left(aws) == []
    assert client("s3", aws).list_buckets()["Buckets"] == []
    assert "There is no API of stage dev." in run(project, aws, "teardown").stderr


def test_without_the_first_half_there_is_no_second(project: Path, aws: str) -> None:
    done = run(project, aws, "deploy")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("✗ There is no serving image in the repository")
    assert "4/5" not in done.stderr
    assert client("cloudformation", aws).list_stacks()["StackSummaries"] == []
