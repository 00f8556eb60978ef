"""What `setup` makes: read back from AWS's stand-in, for privacy and least rights."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from model.cloud.account import Account
from tests.model.cloud.conftest import Run, refusal


def test_the_bucket_is_private_encrypted_and_tagged(run: Run, account: Account) -> None:
    run("setup")
    s3, name = account.client("s3"), {"Bucket": account.bucket}
    blocked = s3.get_public_access_block(**name)["PublicAccessBlockConfiguration"]
    [rule] = s3.get_bucket_encryption(**name)["ServerSideEncryptionConfiguration"]["Rules"]
    tags = {tag["Key"]: tag["Value"] for tag in s3.get_bucket_tagging(**name)["TagSet"]}
    assert all(blocked.values())
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert tags == {"project": "review-sentiment", "stage": "dev"}


@pytest.fixture
def policies(account: Account, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Those sent to an S3 that speaks HTTPS. moto, without it, would obey and let nobody in."""
    s3, sent = account.client("s3"), []

    def keep(params: dict[str, Any], **_: Any) -> tuple[Any, dict[str, Any]]:
        sent.append(json.loads(params["body"]))
        return SimpleNamespace(status_code=200), {}

    monkeypatch.setattr(s3.meta, "_endpoint_url", "https://s3.amazonaws.com")
    s3.meta.events.register("before-call.s3.PutBucketPolicy", keep)
    yield sent
    s3.meta.events.unregister("before-call.s3.PutBucketPolicy", keep)


def test_without_https_the_bucket_answers_nobody(
    run: Run, account: Account, policies: list[Any]
) -> None:
    run("setup")
    [policy] = policies
    [statement] = policy["Statement"]
    arn = f"arn:aws:s3:::{account.bucket}"
    assert (statement["Effect"], statement["Principal"], statement["Action"]) == (
        "Deny", "*", "s3:*",
    )  # fmt: skip
    assert statement["Resource"] == [arn, f"{arn}/*"]
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_what_people_wrote_is_forgotten(run: Run, account: Account) -> None:
    run("setup")
    s3 = account.client("s3")
    rules = s3.get_bucket_lifecycle_configuration(Bucket=account.bucket)["Rules"]
    days = {rule["Filter"]["Prefix"]: rule.get("Expiration", {}).get("Days") for rule in rules}
    assert days == {"captured/": 30, "transform/": 30, "async/": 30, "": None}
    assert all(rule["Status"] == "Enabled" for rule in rules)


def test_a_key_of_ones_own_encrypts_what_is_stored(run: Run, account: Account) -> None:
    key = "arn:aws:kms:us-east-1:123456789012:key/k"
    run(f"setup --kms-key {key}")
    s3, ecr = account.client("s3"), account.client("ecr")
    found = s3.get_bucket_encryption(Bucket=account.bucket)["ServerSideEncryptionConfiguration"]
    [repository] = ecr.describe_repositories()["repositories"]
    assert found["Rules"][0]["ApplyServerSideEncryptionByDefault"] == {
        "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key,
    }  # fmt: skip
    assert repository["encryptionConfiguration"] == {"encryptionType": "KMS", "kmsKey": key}
    assert resources(account)["kms:Decrypt"] == [key]


def test_images_are_scanned_and_stay_what_they_are(run: Run, account: Account) -> None:
    run("setup")
    [repository] = account.client("ecr").describe_repositories()["repositories"]
    assert repository["imageTagMutability"] == "IMMUTABLE"
    assert repository["imageScanningConfiguration"] == {"scanOnPush": True}


def resources(account: Account) -> dict[str, list[str]]:
    """What the role may do, and to what."""
    iam, name = account.client("iam"), account.names.role
    [policy] = iam.list_role_policies(RoleName=name)["PolicyNames"]
    found = iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
    may: dict[str, list[str]] = {}
    for statement in found["Statement"]:
        assert statement["Effect"] == "Allow"
        given: Any = statement["Resource"]
        for action in statement["Action"]:
            may[action] = [given] if isinstance(given, str) else given
    return may


def test_the_containers_cannot_change_what_is_served(run: Run, account: Account) -> None:
    run("setup")
    bucket = f"arn:aws:s3:::{account.bucket}"
    written = ("captured", "transform", "async", "checkpoints", "trained")
    assert resources(account)["s3:PutObject"] == [f"{bucket}/{folder}/*" for folder in written]
    assert resources(account)["s3:GetObject"] == [f"{bucket}/*"]


@pytest.mark.parametrize(
    ("options", "has"), [("", False), (" --subnets s --security-groups g", True)]
)
def test_the_network_is_touched_in_ones_own_subnets_only(
    run: Run, account: Account, options: str, has: bool
) -> None:
    run(f"setup{options}")
    assert any(action.startswith("ec2:") for action in resources(account)) == has


def test_the_role_reaches_nothing_but_its_own(run: Run, account: Account) -> None:
    run("setup")
    iam = account.client("iam")
    role = iam.get_role(RoleName=account.names.role)["Role"]
    may = resources(account)
    anywhere = {action for action, given in may.items() if "*" in given}
    assert anywhere == {"ecr:GetAuthorizationToken", "cloudwatch:PutMetricData"}
    assert not [action for action in may if "*" in action]
    [trust] = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "sagemaker.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": account.number}}


def test_a_role_of_somebody_else_is_left_alone(run: Run, account: Account) -> None:
    iam, name = account.client("iam"), account.names.role
    iam.create_role(RoleName=name, AssumeRolePolicyDocument="{}")
    assert f"There is a role {name} that this stage has not made" in refusal(run, "setup")
    assert not iam.list_role_policies(RoleName=name)["PolicyNames"]


def test_a_repository_of_somebody_else_is_left_alone(run: Run, account: Account) -> None:
    ecr, name = account.client("ecr"), account.names.repository
    ecr.create_repository(repositoryName=name)
    told = f"There is an ECR repository {name} that this stage has not made"
    assert told in refusal(run, "setup")


def test_a_bucket_of_somebody_else_is_left_alone(run: Run, account: Account) -> None:
    s3, name = account.client("s3"), account.bucket
    s3.create_bucket(Bucket=name)
    assert f"There is a bucket {name} that this stage has not made" in refusal(run, "setup")
    with pytest.raises(s3.exceptions.ClientError, match="NoSuchTagSet"):
        s3.get_bucket_tagging(Bucket=name)


def test_again_changes_nothing(run: Run) -> None:
    assert run("setup") == run("setup")


def test_dry_run_makes_nothing(run: Run) -> None:
    said = run("setup --stage prod --dry-run")
    assert "review-sentiment-prod-123456789012-us-east-1" in said
    assert "Nothing of stage prod" in run("status --stage prod")
