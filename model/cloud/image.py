"""The stage's image repository, and which image in it is the newest."""

from botocore.exceptions import ClientError

from model.cloud import names
from model.cloud.account import Account
from model.cloud.errors import NotThere, code


def ensure_repository(account: Account) -> None:
    """Images are scanned when pushed, encrypted, and a tag never moves to another image."""
    ecr, key = account.client("ecr"), account.place.kms_key
    encryption = {"encryptionType": "KMS", "kmsKey": key} if key else {"encryptionType": "AES256"}
    try:
        ecr.create_repository(
            repositoryName=account.names.repository,
            tags=names.as_list(account.tags),
            imageTagMutability="IMMUTABLE",
            imageScanningConfiguration={"scanOnPush": True},
            encryptionConfiguration=encryption,
        )
    except ClientError as error:
        if code(error) != "RepositoryAlreadyExistsException":
            raise


def newest(account: Account) -> str:
    """The image pushed last, by its digest. Raises NotThere if none was."""
    ecr, name = account.client("ecr"), account.names.repository
    try:
        pages = ecr.get_paginator("describe_images").paginate(repositoryName=name)
        images = [image for page in pages for image in page["imageDetails"]]
    except ClientError as error:
        if code(error) != "RepositoryNotFoundException":
            raise
        images = []
    if not images:
        raise NotThere(
            f"There is no serving image in the repository {name}. Build and push it with "
            f"`model/container/push --stage {account.place.stage} --region "
            f"{account.place.region}`, or name one with --image."
        )
    digest = max(images, key=lambda image: image["imagePushedAt"])["imageDigest"]
    return f"{account.number}.dkr.ecr.{account.place.region}.amazonaws.com/{name}@{digest}"
