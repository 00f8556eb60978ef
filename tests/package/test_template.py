"""The template that osls generates passes every check, and no check passes a planted fault."""

import copy
from typing import Any

import pytest

from tests.package.conftest import ROOT, STAGES, Packaged, Template
from tests.package.template_checks import ALARMS, CHECKS

pytestmark = pytest.mark.package

GONE = object()
_ROLE = "Resources/ApiRole/Properties/Policies/0/PolicyDocument/Statement"
_STAGE = "Resources/HttpApiStage/Properties"
_CORS = "Resources/HttpApi/Properties/CorsConfiguration"
_ALARM = "Resources/{}/Properties/{}"

# The check that must fail, the place, and what stands there instead.
FAULTS: list[tuple[str, str, object]] = [
    ("routes", "Resources/HttpApiRouteGetV1Health", GONE),
    ("function", "Resources/ApiLambdaFunction/Properties/Handler", "handler.handler"),
    ("function", "Resources/ApiLambdaFunction/Properties/Runtime", "python3.13"),
    ("timeouts", "Resources/ApiLambdaFunction/Properties/Timeout", 29),
    ("timeouts", "Resources/HttpApiIntegrationApi/Properties/TimeoutInMillis", 30000),
    ("role", f"{_ROLE}/0/Resource", "*"),
    ("role", f"{_ROLE}/0/Action", "sagemaker:*"),
    ("role", f"{_ROLE}/1/Resource", "*"),
    ("role", f"{_ROLE}/2/Action", ["xray:*"]),
    ("role", "Resources/ApiRole/Properties/ManagedPolicyArns", ["arn:aws:iam::aws:policy/Any"]),
    ("role", "Resources/ApiLambdaFunction/Properties/Role", GONE),
    ("throttle", f"{_STAGE}/DefaultRouteSettings/ThrottlingRateLimit", GONE),
    ("throttle", f"{_STAGE}/DefaultRouteSettings/ThrottlingBurstLimit", GONE),
    ("throttle", f"{_STAGE}/DefaultRouteSettings", GONE),
    ("concurrency", "Resources/ApiLambdaFunction/Properties/ReservedConcurrentExecutions", GONE),
    (
        "concurrency",
        "Resources/AuthorizerLambdaFunction/Properties/ReservedConcurrentExecutions",
        GONE,
    ),
    ("retention", "Resources/ApiLogGroup/Properties/RetentionInDays", GONE),
    ("retention", "Resources/HttpApiLogGroup/Properties/RetentionInDays", GONE),
    ("access_log", f"{_STAGE}/AccessLogSettings", GONE),
    ("access_log", f"{_STAGE}/AccessLogSettings/Format", "$context.requestId"),
    *[("alarms", f"Resources/{name}", GONE) for name in ALARMS],
    ("alarms", _ALARM.format("ServerErrorsAlarm", "MetricName"), "5XXError"),
    ("alarms", _ALARM.format("ServerErrorsAlarm", "Dimensions/0/Name"), "ApiName"),
    ("alarms", _ALARM.format("ModelErrorsAlarm", "Dimensions/1"), GONE),
    ("alarms", _ALARM.format("LatencyAlarm", "ExtendedStatistic"), "p50"),
    ("alarms", _ALARM.format("ErrorsAlarm", "AlarmActions"), []),
    ("alarms", _ALARM.format("ErrorsAlarm", "DatapointsToAlarm"), 6),
    ("alarms", "Resources/AlarmMailSubscription/Condition", GONE),
    ("cors", f"{_CORS}/AllowOrigins", ["https://example.org", "*"]),
    ("cors", f"{_CORS}/ExposeHeaders", GONE),
    ("cors", _CORS, GONE),
    ("authorizer", "Resources/HttpApiRoutePostV1Predictions/Properties/AuthorizationType", GONE),
    ("authorizer", "Resources/HttpApiRouteGetV1Health/Properties/AuthorizationType", "NONE"),
    (
        "authorizer",
        "Resources/HttpApiAuthorizerApiKey/Properties/AuthorizerResultTtlInSeconds",
        0,
    ),
    ("authorizer", "Resources/HttpApiAuthorizerApiKey/Properties/IdentitySource", []),
    ("authorizer", "Resources/HttpApiAuthorizerApiKey", GONE),
    (
        "authorizer_role",
        _ROLE.replace("ApiRole", "AuthorizerRole") + "/0/Resource",
        {"Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/*"},
    ),
    (
        "authorizer_role",
        _ROLE.replace("ApiRole", "AuthorizerRole") + "/0/Action",
        ["ssm:GetParameter", "ssm:GetParameters"],
    ),
    ("canary", "Resources/HttpApiIntegrationApi/Properties/IntegrationUri", {"Ref": "Api"}),
    ("canary", "Resources/DeployGroup/Properties/AlarmConfiguration/Enabled", False),
    ("canary", "Resources/ApiAlias/UpdatePolicy", GONE),
    ("tracing", "Resources/ApiLambdaFunction/Properties/TracingConfig", GONE),
    ("dashboard", "Resources/Dashboard", GONE),
    ("outputs", "Outputs/HttpApiUrl", GONE),
]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("check", CHECKS)
def test_the_template(packaged: Packaged, stage: str, check: str) -> None:
    CHECKS[check](packaged.templates[stage])


@pytest.mark.parametrize(("check", "place", "value"), FAULTS)
def test_a_planted_fault_is_found(
    packaged: Packaged, check: str, place: str, value: object
) -> None:
    broken = plant(packaged.templates["prod"], place.split("/"), value)
    with pytest.raises((AssertionError, KeyError, ValueError)):
        CHECKS[check](broken)


def test_every_check_has_a_planted_fault() -> None:
    assert {check for check, _, _ in FAULTS} == set(CHECKS)


def plant(template: Template, place: list[str], value: object) -> Template:
    broken = copy.deepcopy(template)
    *path, last = place
    inner: Any = broken
    for step in path:
        inner = inner[int(step) if step.isdigit() else step]
    key = int(last) if last.isdigit() else last
    if value is GONE:
        del inner[key]
    else:
        inner[key] = value
    return broken


def test_the_lock_file_names_no_registry() -> None:
    lock = (ROOT / "serverless" / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
