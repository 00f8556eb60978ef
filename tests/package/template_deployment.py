"""What the generated template tells API Gateway and Lambda, read into a Deployment."""

import json
from collections.abc import Mapping
from typing import Any

from serverless.deployment import Authorizer, Cors, Deployment, Function, Route, Throttle
from tests.serverless.lambda_service import Code, LambdaService

Template = dict[str, Any]


def deployment(template: Template) -> Deployment:
    resources = template["Resources"]
    [integration] = _of_type(resources, "AWS::ApiGatewayV2::Integration").values()
    settings = resources["HttpApiStage"]["Properties"]["DefaultRouteSettings"]
    throttle = Throttle(settings["ThrottlingRateLimit"], settings["ThrottlingBurstLimit"])
    routes = _of_type(resources, "AWS::ApiGatewayV2::Route").values()
    return Deployment(
        routes={route["RouteKey"]: _route(resources, route) for route in routes},
        cors=_cors(resources["HttpApi"]["Properties"]["CorsConfiguration"]),
        timeout_s=integration["TimeoutInMillis"] / 1000,
        throttle=throttle,
    )


def service(template: Template, code: Code, extra: Mapping[str, str]) -> LambdaService:
    functions = _of_type(template["Resources"], "AWS::Lambda::Function")
    return LambdaService(
        code,
        {name: function["Handler"] for name, function in functions.items()},
        {name: function["Environment"]["Variables"] for name, function in functions.items()},
        extra,
    )


def _of_type(resources: Template, kind: str) -> dict[str, Any]:
    return {name: each["Properties"] for name, each in resources.items() if each["Type"] == kind}


def _route(resources: Template, route: Template) -> Route:
    integration = resources[_referred(resources, route["Target"])]["Properties"]
    alias = resources[_referred(resources, integration["IntegrationUri"])]["Properties"]
    function = _function(resources, alias["FunctionName"])
    if route.get("AuthorizationType") != "CUSTOM":
        return Route(function)
    return Route(function, _authorizer(resources, route["AuthorizerId"]))


def _authorizer(resources: Template, reference: Template) -> Authorizer:
    authorizer = resources[_referred(resources, reference)]["Properties"]
    [source] = authorizer["IdentitySource"]
    return Authorizer(
        _function(resources, authorizer["AuthorizerUri"]),
        source.removeprefix("$request.header."),
        authorizer["AuthorizerResultTtlInSeconds"],
    )


def _function(resources: Template, reference: Template) -> Function:
    name = _referred(resources, reference)
    function = resources[name]["Properties"]
    return Function(name, function["Timeout"], function["ReservedConcurrentExecutions"])


def _referred(resources: Template, value: Any) -> str:
    """The one resource of ours that is named in this."""
    text = json.dumps(value)
    [name] = [name for name in resources if f'"{name}"' in text]
    return name


def _cors(cors: Template) -> Cors:
    return Cors(
        tuple(cors["AllowOrigins"]),
        tuple(cors["AllowMethods"]),
        tuple(cors["AllowHeaders"]),
        tuple(cors["ExposeHeaders"]),
        cors["MaxAge"],
    )
