"""`osls deploy`, a change, and `osls remove`, against moto, which stands for AWS.

osls asks every five seconds how far it is, so this takes a minute and is not among the default:
`./scripts/test tests/package/test_deploy.py -m slow`.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.package import stand_in
from tests.package.conftest import Packaged, run
from tests.package.stand_in import KEYS, client
from tests.package.template_checks import ALARMS

pytestmark = [pytest.mark.package, pytest.mark.slow]


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    with stand_in.aws() as url:
        yield url


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
    assert len(alarms) == len(ALARMS)
    [stack] = client("cloudformation", aws).describe_stacks()["Stacks"]
    assert {"Key": "stage", "Value": "prod"} in stack["Tags"]

    osls(packaged, aws, "deploy", "--param", "requestsPerSecond=60")
    assert stage(aws)["DefaultRouteSettings"]["ThrottlingRateLimit"] == 60

    osls(packaged, aws, "remove")
    assert functions.list_functions()["Functions"] == []
    assert client("apigatewayv2", aws).get_apis()["Items"] == []
    assert client("cloudwatch", aws).describe_alarms()["MetricAlarms"] == []
    assert client("codedeploy", aws).list_applications()["applications"] == []
    assert client("s3", aws).list_buckets()["Buckets"] == []
