"""What serverless.yml becomes: the CloudFormation template that osls generates from it."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from model.contract.limits import MAX_BODY_BYTES
from serverless import gateway, package
from serverless.routes import ROUTES
from serverless.settings import Settings

pytestmark = pytest.mark.package

Resources = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> Resources:
    """The template of a copy of the folder, so that the checkout stays as it is."""
    folder = tmp_path_factory.mktemp("deploy")
    for name in ("serverless.yml", "package.json", "package-lock.json", ".npmrc"):
        shutil.copy(package.ARTIFACT.parents[1] / name, folder)
    package.build(folder / "dist" / "api.zip")
    run(folder, "npm", "ci", "--no-audit", "--no-fund", "--loglevel", "error")
    run(folder, "npx", "osls", "package", "--stage", "test")
    template = folder / ".serverless" / "cloudformation-template-update-stack.json"
    resources: Resources = json.loads(template.read_text())["Resources"]
    return resources


def run(folder: Path, *command: str) -> None:
    program = shutil.which(command[0])
    assert program, f"{command[0]} is not on the PATH"
    done = subprocess.run([program, *command[1:]], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


def of_type(resources: Resources, kind: str) -> Iterator[dict[str, Any]]:
    return (each["Properties"] for each in resources.values() if each["Type"] == kind)


def test_the_routes_are_the_apps(resources: Resources) -> None:
    deployed = {route["RouteKey"] for route in of_type(resources, "AWS::ApiGatewayV2::Route")}
    assert deployed == {f"{method} {path}" for method, path in ROUTES}


def test_the_function_runs_our_handler_in_time(resources: Resources) -> None:
    [function] = of_type(resources, "AWS::Lambda::Function")
    assert function["Handler"] == "serverless.handler.handler"
    assert function["Runtime"] == f"python{package.PYTHON}"
    assert function["Timeout"] == gateway.LAMBDA_TIMEOUT_S
    variables = function["Environment"]["Variables"]
    assert variables == {"SAGEMAKER_ENDPOINT_NAME": "review-sentiment-test"}
    assert Settings.from_environment(variables).longest_call_s < function["Timeout"]


def test_the_integration_is_what_the_gateway_stands_for(resources: Resources) -> None:
    [integration] = of_type(resources, "AWS::ApiGatewayV2::Integration")
    assert integration["PayloadFormatVersion"] == "2.0"
    assert integration["TimeoutInMillis"] == gateway.INTEGRATION_TIMEOUT_S * 1000
    assert MAX_BODY_BYTES < gateway.MAX_BODY_BYTES


def test_the_role_may_ask_one_endpoint_and_write_one_log(resources: Resources) -> None:
    [role] = of_type(resources, "AWS::IAM::Role")
    [policy] = role["Policies"]
    allowed = {
        str(statement["Action"]): statement["Resource"]
        for statement in policy["PolicyDocument"]["Statement"]
    }
    endpoint = "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:endpoint/"
    assert allowed == {
        "sagemaker:InvokeEndpoint": {"Fn::Sub": f"{endpoint}review-sentiment-test"},
        "['logs:CreateLogStream', 'logs:PutLogEvents']": {"Fn::GetAtt": ["ApiLogGroup", "Arn"]},
    }
    assert "ManagedPolicyArns" not in role


def test_requests_are_throttled(resources: Resources) -> None:
    [stage] = of_type(resources, "AWS::ApiGatewayV2::Stage")
    assert stage["DefaultRouteSettings"] == {
        "ThrottlingRateLimit": 20,
        "ThrottlingBurstLimit": 40,
    }


def test_pages_from_anywhere_may_call(resources: Resources) -> None:
    [api] = of_type(resources, "AWS::ApiGatewayV2::Api")
    cors = api["CorsConfiguration"]
    assert cors["AllowOrigins"] == ["*"]
    assert set(cors["AllowMethods"]) == {method for method, _ in ROUTES}
    assert cors["AllowHeaders"] == ["Content-Type"]
    assert set(cors["ExposeHeaders"]) == {"x-correlation-id", "retry-after"}


def test_logs_are_not_kept_for_ever(resources: Resources) -> None:
    [group] = of_type(resources, "AWS::Logs::LogGroup")
    assert group["RetentionInDays"] == 30


def test_the_lock_file_names_no_registry() -> None:
    lock = (package.ARTIFACT.parents[1] / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
