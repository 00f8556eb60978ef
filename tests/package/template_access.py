"""Who may do what, as the template says it; each check can fail, as in template_checks.py."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.package.template_reading import (
    Resource,
    Template,
    endpoint,
    of_type,
    properties,
    stage_of,
)

MAY_TRACE = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]  # they know no resources


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
    assert function["Role"] == {"Fn::GetAtt": ["AuthorizerRole", "Arn"]}


def trust(template: Template) -> None:
    """Each role is one service's."""
    services = {
        name: [statement["Principal"] for statement in statements_of_trust(each["Properties"])]
        for name, each in template["Resources"].items()
        if each["Type"] == "AWS::IAM::Role"
    }
    of_lambda = [{"Service": "lambda.amazonaws.com"}]
    wanted = {
        "ApiRole": of_lambda,
        "AuthorizerRole": of_lambda,
        "DeployRole": [{"Service": "codedeploy.amazonaws.com"}],
    }
    if stage_of(template) == "dev":
        del wanted["AuthorizerRole"]
    assert services == wanted
    limited = "policy/service-role/AWSCodeDeployRoleForLambdaLimited"
    [attached] = properties(template, "DeployRole")["ManagedPolicyArns"]
    assert attached["Fn::Sub"].endswith(limited)
    assert "Policies" not in properties(template, "DeployRole")


def statements_of_trust(role: Resource) -> Iterator[Any]:
    for statement in role["AssumeRolePolicyDocument"]["Statement"]:
        assert statement["Action"] == "sts:AssumeRole"
        yield statement


def invokers(template: Template) -> None:
    """Nobody but this one API calls the functions, and of the first only the alias."""
    permissions = list(of_type(template, "AWS::Lambda::Permission"))
    assert len(permissions) == (1 if stage_of(template) == "dev" else 2)
    for permission in permissions:
        assert permission["Action"] == "lambda:InvokeFunction"
        assert permission["Principal"] == "apigateway.amazonaws.com"
        assert {"Ref": "HttpApi"} in permission["SourceArn"]["Fn::Join"][1]
    assert properties(template, "ApiLambdaPermissionHttpApi")["FunctionName"] == {"Ref": "ApiAlias"}


def bucket(template: Template) -> None:
    """Where the code lies: not public, encrypted, and only through TLS."""
    [bucket] = of_type(template, "AWS::S3::Bucket")
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert "BucketEncryption" in bucket
    [policy] = of_type(template, "AWS::S3::BucketPolicy")
    [statement] = policy["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Action"]) == ("Deny", "s3:*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": False}}


CHECKS: dict[str, Callable[[Template], None]] = {
    check.__name__: check for check in (role, authorizer, authorizer_role, trust, invokers, bucket)
}
