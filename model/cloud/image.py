"""The stage's image repository, and which image in it is the newest."""

from model.cloud import names
from model.cloud.account import Account
from model.cloud.errors import NameTaken, NotThere, if_there


def ensure_repository(account: Account) -> None:
    """Images are scanned when pushed, encrypted, and a tag never moves to another image.

    Raises NameTaken if one of that name is somebody else's.
    """
    ecr, key = account.client("ecr"), account.place.kms_key
    encryption = {"encryptionType": "KMS", "kmsKey": key} if key else {"encryptionType": "AES256"}
    found = tags(account)
    if found is None:
        ecr.create_repository(
            repositoryName=account.names.repository,
            tags=names.as_list(account.tags),
            imageTagMutability="IMMUTABLE",
            imageScanningConfiguration={"scanOnPush": True},
            encryptionConfiguration=encryption,
        )
    elif not names.are_of(found, account.place.stage):
        raise NameTaken("an ECR repository", account.names.repository)


def tags(account: Account) -> list[dict[str, str]] | None:
    """The repository's, or None if there is no repository."""
    ecr, name = account.client("ecr"), account.names.repository
    if not (told := if_there(ecr.describe_repositories, repositoryNames=[name])):
        return None
    arn = told["repositories"][0]["repositoryArn"]
    found: list[dict[str, str]] = ecr.list_tags_for_resource(resourceArn=arn)["tags"]
    return found


def newest(account: Account) -> str:
    """The image pushed last, by its digest. Raises NotThere if none was."""
    ecr, name = account.client("ecr"), account.names.repository
    pages = ecr.get_paginator("describe_images").paginate(repositoryName=name)
    images = if_there(lambda: [image for page in pages for image in page["imageDetails"]])
    if not images:
        raise NotThere(
            f"There is no serving image in the repository {name}. Build and push it with "
            f"`model/container/push --stage {account.place.stage} --region "
            f"{account.place.region}`, or name one with --image."
        )
    digest = max(images, key=lambda image: image["imagePushedAt"])["imageDigest"]
    return f"{account.number}.dkr.ecr.{account.place.region}.amazonaws.com/{name}@{digest}"
