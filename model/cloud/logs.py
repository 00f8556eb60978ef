"""The endpoint's log group: made before SageMaker would, which keeps logs for ever."""

from botocore.exceptions import ClientError

from model.cloud.account import Account
from model.cloud.errors import code

_DAYS = 30  # as the API's logs


def group(endpoint: str) -> str:
    return f"/aws/sagemaker/Endpoints/{endpoint}"


def ensure(account: Account, endpoint: str) -> None:
    logs, name = account.client("logs"), group(endpoint)
    try:
        logs.create_log_group(logGroupName=name, tags=account.tags)
    except ClientError as error:
        if code(error) != "ResourceAlreadyExistsException":
            raise
    logs.put_retention_policy(logGroupName=name, retentionInDays=_DAYS)
