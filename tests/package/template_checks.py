"""What must be true of the template that is deployed, whatever the stage; each check can fail."""

import json
from collections.abc import Callable

from model.contract.errors import InternalError
from model.contract.limits import MAX_BODY_BYTES
from serverless import gateway, package
from serverless.deployment import Deployment, Function
from serverless.record import NAMESPACE
from serverless.routes import ROUTES
from serverless.settings import Settings
from tests.package.template_reading import (
    Resource,
    Template,
    endpoint,
    of_type,
    properties,
    stage_of,
)

ALARMS = {  # name: namespace, metric, dimensions, statistic
    "ErrorsAlarm": ("AWS/Lambda", "Errors", {"FunctionName"}, "Sum"),
    "ThrottlesAlarm": ("AWS/Lambda", "Throttles", {"FunctionName"}, "Sum"),
    "LatencyAlarm": ("AWS/Lambda", "Duration", {"FunctionName"}, "p99"),
    "ServerErrorsAlarm": ("AWS/ApiGateway", "5xx", {"ApiId"}, "Sum"),
    "EndpointErrorsAlarm": (
        "AWS/SageMaker", "Invocation5XXErrors", {"EndpointName", "VariantName"}, "Sum",
    ),
    "ModelErrorsAlarm": (
        "AWS/SageMaker", "InvocationModelErrors", {"EndpointName", "VariantName"}, "Sum",
    ),
    "DefectsAlarm": (NAMESPACE, "Errors", {"service", "code"}, "Sum"),
    "CanaryAlarm": ("AWS/Lambda", "Errors", {"FunctionName", "Resource"}, "Sum"),
}  # fmt: skip


def routes(template: Template) -> None:
    deployed = {route["RouteKey"] for route in of_type(template, "AWS::ApiGatewayV2::Route")}
    assert deployed == {f"{method} {path}" for method, path in ROUTES}


def function(template: Template) -> None:
    function = properties(template, "ApiLambdaFunction")
    assert function["Handler"] == "serverless.handler.handler"
    assert function["Runtime"] == f"python{package.PYTHON}"
    assert function["Architectures"] == ["x86_64"]
    variables = function["Environment"]["Variables"]
    assert Settings.from_environment(variables).endpoint_name == endpoint(template)


def timeouts(template: Template) -> None:
    """Inner layers give up first."""
    function = properties(template, "ApiLambdaFunction")
    [integration] = of_type(template, "AWS::ApiGatewayV2::Integration")
    settings = Settings.from_environment(function["Environment"]["Variables"])
    calls_s = 2 * settings.longest_call_s + 1.5 * settings.pause_s
    assert calls_s < function["Timeout"] == Function.timeout_s
    assert function["Timeout"] * 1000 < integration["TimeoutInMillis"] < 30_000
    assert integration["TimeoutInMillis"] == Deployment.timeout_s * 1000
    assert integration["PayloadFormatVersion"] == "2.0"
    assert MAX_BODY_BYTES < gateway.MAX_GATEWAY_BYTES


def throttle(template: Template) -> None:
    [stage] = of_type(template, "AWS::ApiGatewayV2::Stage")
    settings = stage["DefaultRouteSettings"]
    assert 0 < settings["ThrottlingRateLimit"] <= settings["ThrottlingBurstLimit"] <= 200
    assert settings["DetailedMetricsEnabled"] is True


def concurrency(template: Template) -> None:
    for function in of_type(template, "AWS::Lambda::Function"):
        assert 0 < function["ReservedConcurrentExecutions"] <= 50


def retention(template: Template) -> None:
    groups = list(of_type(template, "AWS::Logs::LogGroup"))
    assert [group.get("RetentionInDays") for group in groups] == [30] * len(groups)
    functions = of_type(template, "AWS::Lambda::Function")
    logs = {f"/aws/lambda/{function['FunctionName']}" for function in functions}
    api = f"/aws/http-api/review-sentiment-{stage_of(template)}"
    assert {group["LogGroupName"] for group in groups} == {*logs, api}


def access_log(template: Template) -> None:
    [stage] = of_type(template, "AWS::ApiGatewayV2::Stage")
    log = json.loads(stage["AccessLogSettings"]["Format"])
    assert {"requestId", "routeKey", "status", "milliseconds", "integrationError"} <= set(log)
    assert stage["AccessLogSettings"]["DestinationArn"] == {
        "Fn::GetAtt": ["HttpApiLogGroup", "Arn"]
    }


def alarms(template: Template) -> None:
    found = {
        name: each["Properties"]
        for name, each in template["Resources"].items()
        if each["Type"] == "AWS::CloudWatch::Alarm"
    }
    assert {name: watched(alarm) for name, alarm in found.items()} == ALARMS
    for alarm in found.values():
        assert alarm["AlarmActions"] == [{"Ref": "AlarmTopic"}]
        assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
        assert (alarm["Period"], 0 < alarm["Threshold"] <= 5000) == (60, True)
        assert alarm["DatapointsToAlarm"] <= alarm["EvaluationPeriods"] <= 5
        assert alarm["TreatMissingData"] == "notBreaching"
    assert template["Resources"]["AlarmTopic"]["Type"] == "AWS::SNS::Topic"
    assert template["Resources"]["AlarmMailSubscription"]["Condition"] == "AlarmsAreMailed"


def defects(template: Template) -> None:
    """The alarm watches what the Lambda writes: the dimensions are those of test_app_metrics.py."""
    variables = properties(template, "ApiLambdaFunction")["Environment"]["Variables"]
    dimensions = properties(template, "DefectsAlarm")["Dimensions"]
    assert {each["Name"]: each["Value"] for each in dimensions} == {
        "service": Settings.from_environment(variables).service,
        "code": InternalError.code,
    }


def watched(alarm: Resource) -> tuple[str, str, set[str], str]:
    dimensions = {dimension["Name"] for dimension in alarm["Dimensions"]}
    statistic = alarm.get("Statistic") or alarm["ExtendedStatistic"]
    return alarm["Namespace"], alarm["MetricName"], dimensions, statistic


def cors(template: Template) -> None:
    [api] = of_type(template, "AWS::ApiGatewayV2::Api")
    cors = api["CorsConfiguration"]
    origins = {"dev": ["*"], "prod": ["https://nobody.invalid"]}
    assert cors["AllowOrigins"] == origins[stage_of(template)]
    assert set(cors["AllowMethods"]) == {method for method, _ in ROUTES}
    assert cors["AllowHeaders"] == ["Content-Type", "X-Api-Key"]
    assert set(cors["ExposeHeaders"]) == {"x-correlation-id", "retry-after"}
    assert "AllowCredentials" not in cors


def canary(template: Template) -> None:
    """Requests go to the alias, the alias to the new version, and an alarm takes it back."""
    [integration] = of_type(template, "AWS::ApiGatewayV2::Integration")
    assert integration["IntegrationUri"] == {"Ref": "ApiAlias"}
    version, attribute = properties(template, "ApiAlias")["FunctionVersion"]["Fn::GetAtt"]
    assert (template["Resources"][version]["Type"], attribute) == (
        "AWS::Lambda::Version", "Version",
    )  # fmt: skip
    update = template["Resources"]["ApiAlias"]["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]
    assert update["DeploymentGroupName"] == {"Ref": "DeployGroup"}
    group = properties(template, "DeployGroup")
    watching = ["CanaryAlarm", "DefectsAlarm", "ServerErrorsAlarm"]
    assert group["AlarmConfiguration"]["Alarms"] == [{"Name": {"Ref": name}} for name in watching]
    assert group["AlarmConfiguration"]["Enabled"] is True
    assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]
    pace = {"dev": "LambdaAllAtOnce", "prod": "LambdaCanary10Percent5Minutes"}
    assert group["DeploymentConfigName"] == f"CodeDeployDefault.{pace[stage_of(template)]}"


def tracing(template: Template) -> None:
    for function in of_type(template, "AWS::Lambda::Function"):
        assert function["TracingConfig"] == {"Mode": "Active"}


def dashboard(template: Template) -> None:
    body = json.loads(properties(template, "Dashboard")["DashboardBody"]["Fn::Sub"])
    shown = json.dumps(body["widgets"])
    metrics = {metric for _, metric, _, _ in ALARMS.values()} | {"4xx", "Count", "Latency"}
    assert [metric for metric in metrics if f'"{metric}"' not in shown] == []


def outputs(template: Template) -> None:
    assert {"HttpApiUrl", "ApiLambdaFunctionQualifiedArn"} <= set(template["Outputs"])


CHECKS: dict[str, Callable[[Template], None]] = {
    check.__name__: check
    for check in (
        routes, function, timeouts, throttle, concurrency, retention, access_log, alarms,
        defects, cors, canary, tracing, dashboard, outputs,
    )
}  # fmt: skip
