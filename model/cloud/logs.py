"""The endpoint's log group: made before SageMaker would, which keeps logs for ever."""

from botocore.exceptions import ClientError

from model.cloud import names
from model.cloud.account import Account
from model.cloud.errors import code

_DAYS = 30  # as the API's logs


def group(endpoint: str) -> str:
    return f"/aws/sagemaker/Endpoints/{endpoint}"


def ensure(account: Account, endpoint: str) -> None:
    """Also one that SageMaker made, for what an endpoint wrote while it was deleted."""
    logs, name = account.client("logs"), group(endpoint)
    try:
        logs.create_log_group(logGroupName=name, tags=account.tags)
    except ClientError as error:
        if code(error) != "ResourceAlreadyExistsException":
            raise
        logs.tag_resource(resourceArn=_arn(account, endpoint), tags=account.tags)
    logs.put_retention_policy(logGroupName=name, retentionInDays=_DAYS)


def tags(account: Account, endpoint: str) -> list[dict[str, str]]:
    """The log group's, which must be there."""
    arn = _arn(account, endpoint)
    return names.as_list(account.client("logs").list_tags_for_resource(resourceArn=arn)["tags"])


def _arn(account: Account, endpoint: str) -> str:
    place = f"{account.place.region}:{account.number}"
    return f"arn:aws:logs:{place}:log-group:{group(endpoint)}"
