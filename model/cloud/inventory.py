"""Everything of a stage that is in the account, found by its tags, and how each is deleted.

Names begin with the stage's prefix, which keeps the search short; the tags decide.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from botocore import xform_name

from model.cloud import endpoint, image, logs, names, registry, role, storage
from model.cloud.account import Account
from model.cloud.errors import if_there


@dataclass(frozen=True)
class Found:
    kind: str
    name: str
    detail: str = ""
    delete: Callable[[], object] = field(repr=False, compare=False, kw_only=True)


Finder = Callable[[Account], Iterator[Found]]


def find(account: Account) -> list[Found]:
    """In the order in which they can be deleted: what uses before what is used."""
    return [found for finder in _FINDERS for found in finder(account)]


def _endpoints(account: Account) -> Iterator[Found]:
    for name in _ours(account, "Endpoint", "Endpoints"):
        detail = endpoint.describe(account, name)
        yield Found("endpoint", name, detail, delete=partial(endpoint.delete, account, name))


def _listed(kind: str, resource: str, key: str) -> Finder:
    """A finder of what SageMaker calls `resource` and lists under `key`."""

    def finder(account: Account) -> Iterator[Found]:
        delete = getattr(account.client("sagemaker"), xform_name(f"Delete{resource}"))
        for name in _ours(account, resource, key):
            yield Found(kind, name, delete=partial(delete, **{f"{resource}Name": name}))

    return finder


def _jobs(kind: str, resource: str) -> Finder:
    """Jobs that run, and so cost; those that ended are a record that nobody can delete."""

    def finder(account: Account) -> Iterator[Found]:
        stop = getattr(account.client("sagemaker"), xform_name(f"Stop{resource}"))
        for name in _ours(account, resource, f"{resource}Summaries", StatusEquals="InProgress"):
            yield Found(kind, name, "running", delete=partial(stop, **{f"{resource}Name": name}))

    return finder


def _packages(account: Account) -> Iterator[Found]:
    """They have no tags of their own: their group has."""
    delete = account.client("sagemaker").delete_model_package
    if account.names.package_group in _ours(account, *_GROUPS):
        for package in registry.packages(account):
            yield Found(
                "model package",
                f"version {package.number}",
                f"artifact {package.artifact_version}, {package.status}; {package.lineage}",
                delete=partial(delete, ModelPackageName=package.arn),
            )


def _alarms(account: Account) -> Iterator[Found]:
    cloudwatch = account.client("cloudwatch")
    pages = cloudwatch.get_paginator("describe_alarms").paginate(
        AlarmNamePrefix=account.names.prefix
    )
    for alarm in (alarm for page in pages for alarm in page["MetricAlarms"]):
        tags = cloudwatch.list_tags_for_resource(ResourceARN=alarm["AlarmArn"])["Tags"]
        if names.are_of(tags, account.place.stage):
            name = alarm["AlarmName"]
            delete = partial(cloudwatch.delete_alarms, AlarmNames=[name])
            yield Found("alarm", name, alarm.get("StateValue", ""), delete=delete)


def _parameter(account: Account) -> Iterator[Found]:
    ssm, name = account.client("ssm"), account.names.endpoint_parameter
    for each in ssm.get_parameters(Names=[name])["Parameters"]:
        tags = ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=name)["TagList"]
        if names.are_of(tags, account.place.stage):
            delete = partial(ssm.delete_parameter, Name=name)
            yield Found("SSM parameter", name, each["Value"], delete=delete)


def _logs(account: Account) -> Iterator[Found]:
    """Of endpoints alone: the groups of jobs are shared with everything else in the account."""
    client = account.client("logs")
    for owner in (account.names.endpoint, account.names.async_endpoint):
        name = logs.group(owner)
        found = client.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
        there = any(group["logGroupName"] == name for group in found)
        if there and names.are_of(logs.tags(account, owner), account.place.stage):
            delete = partial(client.delete_log_group, logGroupName=name)
            yield Found("log group", name, delete=delete)


def _repository(account: Account) -> Iterator[Found]:
    ecr, name = account.client("ecr"), account.names.repository
    if names.are_of(image.tags(account) or [], account.place.stage):
        delete = partial(ecr.delete_repository, repositoryName=name, force=True)
        yield Found("ECR repository", name, "with its images", delete=delete)


def bucket(account: Account) -> Iterator[Found]:
    """What `teardown` keeps, unless told otherwise. One that a person brought is not ours."""
    if not account.place.bucket and names.are_of(storage.tags(account), account.place.stage):
        detail = "kept by teardown, unless --with-data"
        delete = partial(storage.delete, account)
        yield Found("S3 bucket", account.bucket, detail, delete=delete)


def _roles(account: Account) -> Iterator[Found]:
    iam = account.client("iam")
    for page in iam.get_paginator("list_roles").paginate(PathPrefix=account.names.role_path):
        for each in page["Roles"]:
            name = each["RoleName"]
            if names.are_of(iam.list_role_tags(RoleName=name)["Tags"], account.place.stage):
                yield Found("IAM role", name, delete=partial(role.delete, account, name))


def _ours(account: Account, resource: str, key: str, **more: str) -> Iterator[str]:
    """The names of those that have this stage's tags."""
    client = account.client("sagemaker")
    listing = client.get_paginator(xform_name(f"List{resource}s"))
    pages = listing.paginate(NameContains=account.names.prefix, **more)
    for each in (each for page in pages for each in page[key]):
        if names.are_of(_tags(client, each[f"{resource}Arn"]), account.place.stage):
            yield each[f"{resource}Name"]


def _tags(client: Any, arn: str) -> list[dict[str, str]]:
    told = if_there(client.list_tags, ResourceArn=arn)  # else deleted since it was listed
    return told["Tags"] if told else []


_GROUPS = ("ModelPackageGroup", "ModelPackageGroupSummaryList")
_FINDERS: tuple[Finder, ...] = (
    _endpoints,
    _jobs("training job", "TrainingJob"),
    _jobs("tuning job", "HyperParameterTuningJob"),
    _jobs("transform job", "TransformJob"),
    _listed("endpoint config", "EndpointConfig", "EndpointConfigs"),
    _listed("model", "Model", "Models"),
    _packages,
    _listed("model package group", *_GROUPS),
    _alarms,
    _parameter,
    _logs,
    _repository,
    _roles,
)
