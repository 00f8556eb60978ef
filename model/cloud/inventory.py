"""Everything of a stage that is in the account, found by its tags, and how to delete each.

The names start with the stage's prefix, which makes the search short; the tags decide.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from botocore.exceptions import ClientError

from model.cloud import role
from model.cloud.account import Account
from model.cloud.errors import is_absent
from model.cloud.names import stage_tags


@dataclass(frozen=True)
class Found:
    kind: str
    name: str
    detail: str = ""
    delete: Callable[[], object] = field(repr=False, compare=False, kw_only=True)


Finder = Callable[[Account], Iterator[Found]]


def find(account: Account) -> list[Found]:
    """In the order in which things can be deleted: what uses before what is used."""
    return [found for finder in FINDERS for found in finder(account)]


def is_ours(account: Account, arn: str) -> bool:
    """Whether a SageMaker resource has this stage's tags."""
    try:
        tags = account.client("sagemaker").list_tags(ResourceArn=arn)["Tags"]
    except ClientError as error:
        if is_absent(error):
            return False
        raise
    found = {tag["Key"]: tag["Value"] for tag in tags}
    return stage_tags(account.place.stage).items() <= found.items()


def _roles(account: Account) -> Iterator[Found]:
    iam = account.client("iam")
    for page in iam.get_paginator("list_roles").paginate(PathPrefix=account.names.role_path):
        for each in page["Roles"]:
            name = each["RoleName"]
            yield Found("IAM role", name, delete=partial(role.delete, account, name))


FINDERS: tuple[Finder, ...] = (_roles,)
