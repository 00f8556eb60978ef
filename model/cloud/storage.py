"""The stage's bucket: private, encrypted, HTTPS only, captured reviews forgotten in time."""

import hashlib
import json
from pathlib import Path
from typing import Any

from model.cloud import names
from model.cloud.account import Account
from model.cloud.errors import NameTaken, if_there

CAPTURED = "captured"  # what people wrote: kept for as long as drift needs it
TRANSFORMED = "transform"  # people's reviews too, and their answers
QUEUED = "async"  # and these
CHECKPOINTS, TRAINED = "checkpoints", "trained"
WRITTEN_BY_CONTAINERS = (CAPTURED, TRANSFORMED, QUEUED, CHECKPOINTS, TRAINED)
_FORGOTTEN_AFTER_DAYS = {CAPTURED: 30, TRANSFORMED: 30, QUEUED: 30}
_SHA256 = "sha256"  # beside what is uploaded, as metadata
_PRIVATE = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}


def ensure(account: Account) -> None:
    """Make the bucket if it is not there; bring its settings to what they should be.

    Raises NameTaken if one of that name is somebody else's.
    """
    s3, bucket = account.client("s3"), account.bucket
    if not exists(account):
        s3.create_bucket(Bucket=bucket, **_location(account.place.region))
    elif not names.are_of(tags(account), account.place.stage):
        raise NameTaken("a bucket", bucket)
    # First of all: where the rest fails, the next run knows the bucket by them.
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": names.as_list(account.tags)})
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=_PRIVATE)
    s3.put_bucket_encryption(
        Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [_encryption(account)]}
    )
    if s3.meta.endpoint_url.startswith("https:"):  # a stand-in without it would be locked out
        s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(_https_only(bucket)))
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration=_forgetting())


def exists(account: Account) -> bool:
    return if_there(account.client("s3").head_bucket, Bucket=account.bucket) is not None


def tags(account: Account) -> list[dict[str, str]]:
    """The bucket's; none where there is no bucket."""
    told = if_there(account.client("s3").get_bucket_tagging, Bucket=account.bucket)
    return told["TagSet"] if told else []


def delete(account: Account) -> None:
    """The bucket and all that is in it."""
    bucket = account.session.resource("s3").Bucket(account.bucket)
    bucket.object_versions.delete()
    bucket.objects.delete()
    bucket.delete()


def upload(account: Account, source: Path, key: str) -> str:
    """Store a file unless the same is there already; gives back its s3:// address."""
    s3, digest = account.client("s3"), sha256(source)
    if _stored_sha256(account, key) != digest:
        more = {"Metadata": {_SHA256: digest}}
        s3.upload_file(str(source), account.bucket, key, ExtraArgs=more)
    return account.s3(key)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def beside(address: str, name: str) -> str:
    """The s3:// address of another file in the same folder."""
    return f"{address.rpartition('/')[0]}/{name}"


def read(account: Account, address: str) -> bytes | None:
    """The content at an s3:// address, or None if there is nothing (yet)."""
    bucket, key = bucket_and_key(address)
    found = if_there(account.client("s3").get_object, Bucket=bucket, Key=key)
    return found["Body"].read() if found else None


def bucket_and_key(address: str) -> tuple[str, str]:
    bucket, _, key = address.removeprefix("s3://").partition("/")
    return bucket, key


def _stored_sha256(account: Account, key: str) -> str | None:
    """As `upload` left it; S3's own checksums of large files are those of their parts."""
    head = if_there(account.client("s3").head_object, Bucket=account.bucket, Key=key)
    return head["Metadata"].get(_SHA256) if head else None


def _location(region: str) -> dict[str, Any]:
    # us-east-1 is the one region that must not be named.
    if region == "us-east-1":
        return {}
    return {"CreateBucketConfiguration": {"LocationConstraint": region}}


def _encryption(account: Account) -> dict[str, Any]:
    key = account.place.kms_key
    by = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key} if key else {"SSEAlgorithm": "AES256"}
    return {"ApplyServerSideEncryptionByDefault": by, "BucketKeyEnabled": bool(key)}


def _https_only(bucket: str) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "HttpsOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    }


def _forgetting() -> dict[str, Any]:
    return {
        "Rules": [
            *(
                {
                    "ID": f"forget-{folder}",
                    "Status": "Enabled",
                    "Filter": {"Prefix": f"{folder}/"},
                    "Expiration": {"Days": days},
                }
                for folder, days in _FORGOTTEN_AFTER_DAYS.items()
            ),
            {
                "ID": "no-half-uploads",
                "Status": "Enabled",
                "Filter": {"Prefix": ""},
                "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 2},
            },
        ]
    }
