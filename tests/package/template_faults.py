"""Faults to plant in a template of prod: for each point that a check makes, one that it must find.

The check, the place, and what stands there instead.
"""

from tests.package.template_checks import ALARMS

GONE = object()
_API = "Resources/ApiLambdaFunction/Properties"
_INTEGRATION = "Resources/HttpApiIntegrationApi/Properties"
_STAGE = "Resources/HttpApiStage/Properties"
_CORS = "Resources/HttpApi/Properties/CorsConfiguration"
_GROUP = "Resources/DeployGroup/Properties"
_ASKED = "Resources/HttpApiAuthorizerApiKey"
_AUTHORIZER = "Resources/AuthorizerLambdaFunction/Properties"
_BUCKET = "Resources/ServerlessDeploymentBucket/Properties"
_TLS = "Resources/ServerlessDeploymentBucketPolicy/Properties/PolicyDocument/Statement/0"
_TRUST = "Resources/{}/Properties/AssumeRolePolicyDocument/Statement/0"
_MAY = "Resources/{}/Properties/Policies/0/PolicyDocument/Statement/{}"
_ANY_PARAMETER = {
    "Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/*"
}


def _alarm(name: str, field: str) -> str:
    return f"Resources/{name}/Properties/{field}"


_DEPLOYED: list[tuple[str, str, object]] = [
    ("routes", "Resources/HttpApiRouteGetV1Health", GONE),
    ("function", f"{_API}/Handler", "handler.handler"),
    ("function", f"{_API}/Runtime", "python3.13"),
    ("function", f"{_API}/Architectures", GONE),
    ("function", f"{_API}/Environment/Variables/SAGEMAKER_ENDPOINT_NAME", "another"),
    ("timeouts", f"{_API}/Timeout", 29),
    ("timeouts", f"{_INTEGRATION}/TimeoutInMillis", 30000),
    ("timeouts", f"{_INTEGRATION}/PayloadFormatVersion", "1.0"),
    ("throttle", f"{_STAGE}/DefaultRouteSettings/ThrottlingRateLimit", GONE),
    ("throttle", f"{_STAGE}/DefaultRouteSettings/ThrottlingBurstLimit", GONE),
    ("throttle", f"{_STAGE}/DefaultRouteSettings/DetailedMetricsEnabled", False),
    ("throttle", f"{_STAGE}/DefaultRouteSettings", GONE),
    ("concurrency", f"{_API}/ReservedConcurrentExecutions", GONE),
    ("concurrency", f"{_AUTHORIZER}/ReservedConcurrentExecutions", GONE),
    ("retention", "Resources/ApiLogGroup/Properties/RetentionInDays", GONE),
    ("retention", "Resources/HttpApiLogGroup/Properties/RetentionInDays", GONE),
    ("retention", "Resources/AuthorizerLogGroup", GONE),
    ("retention", "Resources/ApiLogGroup/Properties/LogGroupName", "/aws/lambda/other"),
    ("access_log", f"{_STAGE}/AccessLogSettings", GONE),
    ("access_log", f"{_STAGE}/AccessLogSettings/Format", "$context.requestId"),
    ("access_log", f"{_STAGE}/AccessLogSettings/Format", '{"requestId": "$context.requestId"}'),
    ("access_log", f"{_STAGE}/AccessLogSettings/DestinationArn", "arn:another"),
    ("cors", f"{_CORS}/AllowOrigins", ["https://example.org", "*"]),
    ("cors", f"{_CORS}/AllowMethods", ["*"]),
    ("cors", f"{_CORS}/AllowHeaders", ["*"]),
    ("cors", f"{_CORS}/AllowCredentials", True),
    ("cors", f"{_CORS}/ExposeHeaders", GONE),
    ("cors", _CORS, GONE),
    ("canary", f"{_INTEGRATION}/IntegrationUri", {"Ref": "ApiLambdaFunction"}),
    (
        "canary",
        "Resources/ApiAlias/Properties/FunctionVersion",
        {"Fn::GetAtt": ["ApiLambdaFunction", "Arn"]},
    ),
    ("canary", "Resources/ApiAlias/UpdatePolicy", GONE),
    ("canary", f"{_GROUP}/AlarmConfiguration/Enabled", False),
    ("canary", f"{_GROUP}/AlarmConfiguration/Alarms/1", GONE),
    ("canary", f"{_GROUP}/AutoRollbackConfiguration/Events", ["DEPLOYMENT_FAILURE"]),
    ("canary", f"{_GROUP}/DeploymentConfigName", "CodeDeployDefault.LambdaAllAtOnce"),
    ("tracing", f"{_API}/TracingConfig", GONE),
    ("tracing", f"{_AUTHORIZER}/TracingConfig/Mode", "PassThrough"),
    ("dashboard", "Resources/Dashboard", GONE),
    ("dashboard", "Resources/Dashboard/Properties/DashboardBody/Fn::Sub", '{"widgets": []}'),
    ("outputs", "Outputs/HttpApiUrl", GONE),
]
_ALARMS: list[tuple[str, str, object]] = [
    *[("alarms", f"Resources/{name}", GONE) for name in ALARMS],
    ("alarms", _alarm("ServerErrorsAlarm", "MetricName"), "5XXError"),
    ("alarms", _alarm("ServerErrorsAlarm", "Dimensions/0/Name"), "ApiName"),
    ("alarms", _alarm("ModelErrorsAlarm", "Dimensions/1"), GONE),
    ("alarms", _alarm("LatencyAlarm", "ExtendedStatistic"), "p50"),
    ("alarms", _alarm("LatencyAlarm", "Threshold"), 30_000),
    ("alarms", _alarm("ErrorsAlarm", "Period"), 3600),
    ("alarms", _alarm("ErrorsAlarm", "ComparisonOperator"), "LessThanThreshold"),
    ("alarms", _alarm("ErrorsAlarm", "AlarmActions"), []),
    ("alarms", _alarm("ErrorsAlarm", "DatapointsToAlarm"), 6),
    ("alarms", _alarm("ErrorsAlarm", "TreatMissingData"), GONE),
    ("alarms", "Resources/AlarmTopic", GONE),
    ("alarms", "Resources/AlarmMailSubscription/Condition", GONE),
    ("defects", _alarm("DefectsAlarm", "Dimensions/0/Value"), "review-sentiment"),
    ("defects", _alarm("DefectsAlarm", "Dimensions/1/Value"), "internal"),
]
_ACCESS: list[tuple[str, str, object]] = [
    ("role", _MAY.format("ApiRole", "0/Resource"), "*"),
    ("role", _MAY.format("ApiRole", "0/Action"), "sagemaker:*"),
    ("role", _MAY.format("ApiRole", "1/Resource"), "*"),
    ("role", _MAY.format("ApiRole", "2/Action"), ["xray:*"]),
    ("role", _MAY.format("ApiRole", "2/Effect"), "Deny"),
    ("role", "Resources/ApiRole/Properties/ManagedPolicyArns", ["arn:aws:iam::aws:policy/Any"]),
    ("role", f"{_API}/Role", GONE),
    ("authorizer", "Resources/HttpApiRoutePostV1Predictions/Properties/AuthorizationType", GONE),
    ("authorizer", "Resources/HttpApiRouteGetV1Health/Properties/AuthorizationType", "NONE"),
    ("authorizer", f"{_ASKED}/Properties/AuthorizerResultTtlInSeconds", 0),
    ("authorizer", f"{_ASKED}/Properties/IdentitySource", []),
    ("authorizer", f"{_ASKED}/Properties/EnableSimpleResponses", False),
    ("authorizer", f"{_ASKED}/Properties/AuthorizerUri", {"Ref": "ApiLambdaFunction"}),
    ("authorizer", _ASKED, GONE),
    ("authorizer_role", _MAY.format("AuthorizerRole", "0/Resource"), _ANY_PARAMETER),
    (
        "authorizer_role",
        _MAY.format("AuthorizerRole", "0/Action"),
        ["ssm:GetParameter", "ssm:GetParameters"],
    ),
    ("authorizer_role", f"{_AUTHORIZER}/Environment/Variables/API_KEY_PARAMETER", "/other"),
    ("authorizer_role", f"{_AUTHORIZER}/Role", {"Fn::GetAtt": ["ApiRole", "Arn"]}),
    ("trust", _TRUST.format("ApiRole") + "/Principal", {"AWS": "*"}),
    ("trust", _TRUST.format("AuthorizerRole") + "/Principal", {"Service": "ec2.amazonaws.com"}),
    ("trust", _TRUST.format("DeployRole") + "/Action", "sts:*"),
    ("trust", "Resources/DeployRole/Properties/ManagedPolicyArns/0/Fn::Sub", "policy/Any"),
    ("trust", "Resources/DeployRole/Properties/Policies", []),
    ("invokers", "Resources/ApiLambdaPermissionHttpApi/Properties/SourceArn", GONE),
    ("invokers", "Resources/ApiLambdaPermissionHttpApi/Properties/Principal", "*"),
    ("invokers", "Resources/ApiLambdaPermissionHttpApi/Properties/Action", "lambda:*"),
    (
        "invokers",
        "Resources/ApiLambdaPermissionHttpApi/Properties/FunctionName",
        {"Ref": "ApiLambdaFunction"},
    ),
    ("invokers", "Resources/ApiKeyLambdaAuthorizerPermissionHttpApi", GONE),
    ("bucket", f"{_BUCKET}/PublicAccessBlockConfiguration/BlockPublicAcls", False),
    ("bucket", f"{_BUCKET}/PublicAccessBlockConfiguration/BlockPublicPolicy", GONE),
    ("bucket", f"{_BUCKET}/BucketEncryption", GONE),
    ("bucket", f"{_BUCKET}/VersioningConfiguration", GONE),
    ("bucket", f"{_TLS}/Effect", "Allow"),
    ("bucket", f"{_TLS}/Condition", GONE),
]
FAULTS = [*_DEPLOYED, *_ALARMS, *_ACCESS]
