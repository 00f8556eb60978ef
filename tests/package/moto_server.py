"""moto's server with what it leaves out: a fixture that stands for AWS itself.

Each missing type of CloudFormation is created and deleted by the API call that CloudFormation would
make, on this same server. CodeDeploy learns to delete, and SageMaker what model.cloud needs. An
HTTP API is made, but nobody answers at its URL: the stack's output says API_URL instead.
"""

import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import boto3
import moto.server
from botocore.exceptions import ClientError
from moto.awslambda.models import LambdaVersion
from moto.cloudformation import parsing
from moto.codedeploy.responses import CodeDeployResponse
from moto.core.common_models import CloudFormationModel

sys.path.insert(0, str(Path(__file__).parents[2]))
from model.cloud.practice import moto_gaps

PORT = sys.argv[sys.argv.index("-p") + 1]

# Type: service, call that creates, what it answers as the physical id, call that deletes.
TYPES = {
    "AWS::ApiGatewayV2::Api": ("apigatewayv2", "create_api", "ApiId", "delete_api"),
    "AWS::ApiGatewayV2::Integration": (
        "apigatewayv2", "create_integration", "IntegrationId", "delete_integration",
    ),
    "AWS::ApiGatewayV2::Authorizer": (
        "apigatewayv2", "create_authorizer", "AuthorizerId", "delete_authorizer",
    ),
    "AWS::ApiGatewayV2::Route": ("apigatewayv2", "create_route", "RouteId", "delete_route"),
    "AWS::ApiGatewayV2::Stage": ("apigatewayv2", "create_stage", "StageName", "delete_stage"),
    "AWS::CloudWatch::Alarm": ("cloudwatch", "put_metric_alarm", "AlarmName", "delete_alarms"),
    "AWS::Lambda::Alias": ("lambda", "create_alias", "AliasArn", "delete_alias"),
    "AWS::CodeDeploy::Application": (
        "codedeploy", "create_application", "applicationName", "delete_application",
    ),
    "AWS::CodeDeploy::DeploymentGroup": (
        "codedeploy", "create_deployment_group", "deploymentGroupName", "delete_deployment_group",
    ),
}  # fmt: skip
NAMED = {  # what CloudFormation names itself when the template does not
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::CodeDeploy::Application": "applicationName",
    "AWS::CodeDeploy::DeploymentGroup": "deploymentGroupName",
}


def client(service: str, region: str) -> Any:
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=f"http://127.0.0.1:{PORT}",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - moto asks for no real one
    )


def fit(shape: Any, value: Any) -> Any:
    """A property as the API's call takes it: its own letter case, and numbers as numbers."""
    match shape.type_name:
        case "structure":
            given = {name.lower(): inner for name, inner in value.items()}
            known = {name: shape.members[name] for name in shape.members if name.lower() in given}
            return {name: fit(member, given[name.lower()]) for name, member in known.items()}
        case "list":
            return [fit(shape.member, inner) for inner in value]
        case "integer" | "long":
            return int(value)
        case "double" | "float":
            return float(value)
        case "boolean":
            return str(value).lower() == "true"
        case "string":
            return str(value)
        case _:
            return value


def call(service: str, region: str, operation: str, arguments: Mapping[str, Any]) -> Any:
    api = client(service, region)
    shape = api.meta.service_model.operation_model(
        api.meta.method_to_api_mapping[operation]
    ).input_shape
    return getattr(api, operation)(**fit(shape, arguments))


class Added:
    """A resource that moto's CloudFormation does not know; a subclass says which."""

    kind: str

    def __init__(self, name: str, properties: dict[str, Any], region: str) -> None:
        self.service, create, id_name, self.delete_call = TYPES[self.kind]
        if self.kind in NAMED:
            properties = {NAMED[self.kind]: name} | properties
        answer = call(self.service, region, create, properties)
        self.arguments = {**properties, **(answer or {})}
        self.region = region
        self.physical_resource_id = self.arguments[id_name]

    @staticmethod
    def cloudformation_name_type() -> str:
        return ""

    @classmethod
    def cloudformation_type(cls) -> str:
        return cls.kind

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        return attr in {"ApiEndpoint", "ApiId", "Arn"}

    def get_cfn_attribute(self, attribute_name: str) -> Any:
        arn = f"arn:aws:cloudwatch:{self.region}:123456789012:alarm:{self.physical_resource_id}"
        return arn if attribute_name == "Arn" else self.arguments[attribute_name]

    @classmethod
    def create_from_cloudformation_json(
        cls,
        resource_name: str,
        cloudformation_json: Any,
        account_id: str,  # noqa: ARG003 - moto passes it
        region_name: str,
        **_other: Any,
    ) -> "Added":
        return cls(resource_name, dict(cloudformation_json["Properties"]), region_name)

    @classmethod
    def update_from_cloudformation_json(
        cls,
        original_resource: "Added",
        new_resource_name: str,
        cloudformation_json: Any,
        account_id: str,
        region_name: str,
    ) -> "Added":
        original_resource.delete(account_id, region_name)
        return cls.create_from_cloudformation_json(
            new_resource_name, cloudformation_json, account_id, region_name
        )

    def delete(self, _account: str, _region: str) -> None:
        names = {"AlarmNames": [self.physical_resource_id]}
        with suppress(ClientError):  # a part of an API is gone with it; moto keeps CodeDeploy
            call(self.service, self.region, self.delete_call, names | self.arguments)

    def is_created(self) -> bool:
        return True


def define(kind: str) -> type[Added]:
    service = TYPES[kind][0].replace("lambda", "awslambda")  # by which moto files its classes
    attributes = {"kind": kind, "__module__": f"moto.{service}.added"}
    return type(kind.replace("::", ""), (Added, CloudFormationModel), attributes)


DEFINED = [define(kind) for kind in TYPES]  # moto finds them among CloudFormationModel's subclasses
LambdaVersion.has_cfn_attr = classmethod(lambda _cls, attr: attr == "Version")
LambdaVersion.get_cfn_attribute = lambda self, _name: self.version


def delete_application(response: Any) -> str:
    name = response._get_param("applicationName")
    response.codedeploy_backend.applications.pop(name, None)
    response.codedeploy_backend.deployment_groups.pop(name, None)
    return "{}"


def delete_deployment_group(response: Any) -> str:
    application, name = (
        response._get_param(each) for each in ("applicationName", "deploymentGroupName")
    )
    response.codedeploy_backend.deployment_groups.get(application, {}).pop(name, None)
    return "{}"


def parse_output(*arguments: Any, original: Any = parsing.parse_output) -> Any:
    """Somebody answers there."""
    output = original(*arguments)
    if output and (url := os.environ.get("API_URL")):
        output.value = re.sub(r"https://\w+\.execute-api\.[\w.-]+", url, str(output.value))
    return output


if __name__ == "__main__":
    CodeDeployResponse.delete_application = delete_application
    CodeDeployResponse.delete_deployment_group = delete_deployment_group
    parsing.parse_output = parse_output
    moto_gaps.fill()
    moto.server.main(sys.argv[1:])
