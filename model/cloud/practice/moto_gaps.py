"""Actions of SageMaker that moto 5.2.5 lacks and our commands need."""

from functools import cache
from typing import Any

from moto.cloudwatch.models import cloudwatch_backends
from moto.core.responses import ActionResult, EmptyResult
from moto.iam.responses import IamResponse
from moto.sagemaker import models, responses
from moto.sagemaker.exceptions import ValidationError

_Response = responses.SageMakerResponse


@cache
def fill() -> None:
    """Add them to moto, in this process."""
    for action in (update_endpoint, delete_model_package, delete_model_package_group):
        if hasattr(_Response, action.__name__):
            raise RuntimeError(f"moto has {action.__name__} now: take ours away.")
        setattr(_Response, action.__name__, action)
    IamResponse.simulate_principal_policy = simulate_principal_policy


def update_endpoint(response: Any) -> ActionResult:
    """Switch to the other configuration at once, unless an alarm of the deployment rings."""
    backend = response.sagemaker_backend
    name, config, deployment = (
        response._get_param(each)  # noqa: SLF001 - how moto's own actions read theirs
        for each in ("EndpointName", "EndpointConfigName", "DeploymentConfig")
    )
    old = backend.endpoints.get(name)
    if old is None:
        raise ValidationError(f'Could not find endpoint "{name}".')
    if not _rings(backend, deployment or {}):
        new = backend.create_endpoint(name, config, old.tags)
        new.creation_time, new.last_deployment_config = old.creation_time, deployment
    return ActionResult({"EndpointArn": old.arn})


def _rings(backend: Any, deployment: dict[str, Any]) -> bool:
    watched = deployment.get("AutoRollbackConfiguration", {}).get("Alarms", [])
    alarms = cloudwatch_backends[backend.account_id][backend.region_name].alarms
    return any(alarms[each["AlarmName"]].state_value == "ALARM" for each in watched)


def simulate_principal_policy(_response: Any) -> ActionResult:
    """The SDK asks whether the role may write to the bucket: yes."""
    allowed = {"EvalActionName": "s3:PutObject", "EvalDecision": "allowed"}
    return ActionResult({"EvaluationResults": [allowed], "IsTruncated": False})


def delete_model_package(response: Any) -> EmptyResult:
    arn = response._get_param("ModelPackageName")  # noqa: SLF001
    found = _find(response.sagemaker_backend.model_packages, arn)
    del response.sagemaker_backend.model_packages[found]
    return EmptyResult()


def delete_model_package_group(response: Any) -> EmptyResult:
    name = response._get_param("ModelPackageGroupName")  # noqa: SLF001
    packages: dict[str, models.ModelPackage] = response.sagemaker_backend.model_packages
    if any(package.model_package_group_name == name for package in packages.values()):
        raise ValidationError(f"Cannot delete {name}: it still holds model packages.")
    del response.sagemaker_backend.model_package_groups[name]
    return EmptyResult()


def _find(packages: dict[str, models.ModelPackage], arn: str) -> str:
    for key, package in packages.items():
        if arn in (key, package.arn):
            return key
    raise ValidationError(f"ModelPackage {arn} does not exist.")
