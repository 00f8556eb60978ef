"""What must be true of the template that is deployed, whatever the stage; each check can fail."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from model.contract.limits import MAX_BODY_BYTES
from serverless import gateway, package
from serverless.deployment import Deployment, Function
from serverless.routes import ROUTES
from serverless.settings import Settings

Resource = dict[str, Any]
Template = dict[str, Any]

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
    "CanaryAlarm": ("AWS/Lambda", "Errors", {"FunctionName", "Resource"}, "Sum"),
}  # fmt: skip
MAY_TRACE = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]  # they know no resources


def of_type(template: Template, kind: str) -> Iterator[Resource]:
    return (each["Properties"] for each in template["Resources"].values() if each["Type"] == kind)


def properties(template: Template, name: str) -> Resource:
    found: Resource = template["Resources"][name]["Properties"]
    return found


def stage_of(template: Template) -> str:
    name: str = properties(template, "ApiLambdaFunction")["FunctionName"]
    return name.split("-")[-2]


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
    assert MAX_BODY_BYTES < gateway.MAX_BODY_BYTES


def endpoint(template: Template) -> str:
    return f"review-sentiment-{stage_of(template)}"


def statements(role: Resource) -> dict[str, Any]:
    """Resource by action: of an own role, with one policy and nothing attached."""
    [policy] = role["Policies"]
    assert "ManagedPolicyArns" not in role
    allowed: dict[str, Any] = {}
    for statement in policy["PolicyDocument"]["Statement"]:
        assert statement["Effect"] == "Allow"
        actions = statement["Action"]
        allowed |= dict.fromkeys([actions] if isinstance(actions, str) else actions, statement)
    return {action: statement["Resource"] for action, statement in allowed.items()}


def role(template: Template) -> None:
    own = "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:endpoint/"
    log = {"Fn::GetAtt": ["ApiLogGroup", "Arn"]}
    assert statements(properties(template, "ApiRole")) == {
        "sagemaker:InvokeEndpoint": {"Fn::Sub": own + endpoint(template)},
        "logs:CreateLogStream": log,
        "logs:PutLogEvents": log,
        **dict.fromkeys(MAY_TRACE, "*"),
    }
    own_role = {"Fn::GetAtt": ["ApiRole", "Arn"]}
    assert properties(template, "ApiLambdaFunction")["Role"] == own_role


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
    assert len(groups) >= 2
    assert [group.get("RetentionInDays") for group in groups] == [30] * len(groups)


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
        assert alarm["DatapointsToAlarm"] <= alarm["EvaluationPeriods"] <= 5
        assert alarm["TreatMissingData"] == "notBreaching"
    assert template["Resources"]["AlarmTopic"]["Type"] == "AWS::SNS::Topic"
    assert template["Resources"]["AlarmMailSubscription"]["Condition"] == "AlarmsAreMailed"


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


def authorizer(template: Template) -> None:
    asked = {
        route["RouteKey"]
        for route in of_type(template, "AWS::ApiGatewayV2::Route")
        if route.get("AuthorizationType") == "CUSTOM"
        and route["AuthorizerId"] == {"Ref": "HttpApiAuthorizerApiKey"}
    }
    if stage_of(template) == "dev":
        assert asked == set()
        return
    assert asked == {"POST /v1/predictions", "GET /v1/health"}
    authorizer = properties(template, "HttpApiAuthorizerApiKey")
    assert authorizer["IdentitySource"] == ["$request.header.x-api-key"]
    assert authorizer["AuthorizerResultTtlInSeconds"] == 300
    assert authorizer["EnableSimpleResponses"] is True
    assert "AuthorizerLambdaFunction" in json.dumps(authorizer["AuthorizerUri"])


def authorizer_role(template: Template) -> None:
    if stage_of(template) == "dev":
        return
    log = {"Fn::GetAtt": ["AuthorizerLogGroup", "Arn"]}
    parameter = "/review-sentiment/prod/api-key"
    own = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter"
    assert statements(properties(template, "AuthorizerRole")) == {
        "ssm:GetParameter": {"Fn::Sub": own + parameter},
        "logs:CreateLogStream": log,
        "logs:PutLogEvents": log,
        **dict.fromkeys(MAY_TRACE, "*"),
    }
    function = properties(template, "AuthorizerLambdaFunction")
    assert function["Environment"]["Variables"] == {"API_KEY_PARAMETER": parameter}


def canary(template: Template) -> None:
    """Requests go to the alias, the alias to the new version, and an alarm takes it back."""
    [integration] = of_type(template, "AWS::ApiGatewayV2::Integration")
    assert integration["IntegrationUri"] == {"Ref": "ApiAlias"}
    assert properties(template, "ApiLambdaPermissionHttpApi")["FunctionName"] == {"Ref": "ApiAlias"}
    version, attribute = properties(template, "ApiAlias")["FunctionVersion"]["Fn::GetAtt"]
    assert (template["Resources"][version]["Type"], attribute) == (
        "AWS::Lambda::Version", "Version",
    )  # fmt: skip
    update = template["Resources"]["ApiAlias"]["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]
    assert update["DeploymentGroupName"] == {"Ref": "DeployGroup"}
    group = properties(template, "DeployGroup")
    assert {"Name": {"Ref": "CanaryAlarm"}} in group["AlarmConfiguration"]["Alarms"]
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
        routes, function, timeouts, role, throttle, concurrency, retention, access_log, alarms,
        cors, authorizer, authorizer_role, canary, tracing, dashboard, outputs,
    )
}  # fmt: skip
