"""What `setup` makes: read back from AWS's stand-in, for privacy and least rights."""

from model.cloud.account import Account
from tests.model.cloud.conftest import Run


def test_the_bucket_is_private_encrypted_and_tagged(run: Run, account: Account) -> None:
    run("setup")
    s3, name = account.client("s3"), {"Bucket": account.bucket}
    blocked = s3.get_public_access_block(**name)["PublicAccessBlockConfiguration"]
    [rule] = s3.get_bucket_encryption(**name)["ServerSideEncryptionConfiguration"]["Rules"]
    tags = {tag["Key"]: tag["Value"] for tag in s3.get_bucket_tagging(**name)["TagSet"]}
    assert all(blocked.values())
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert tags == {"project": "review-sentiment", "stage": "dev"}


def test_the_role_reaches_nothing_but_its_own(run: Run, account: Account) -> None:
    run("setup")
    iam = account.client("iam")
    role = iam.get_role(RoleName=account.names.role)["Role"]
    [policy] = iam.list_role_policies(RoleName=role["RoleName"])["PolicyNames"]
    found = iam.get_role_policy(RoleName=role["RoleName"], PolicyName=policy)["PolicyDocument"]
    anywhere = {a for s in found["Statement"] if s["Resource"] == "*" for a in s["Action"]}
    actions = {action for statement in found["Statement"] for action in statement["Action"]}
    assert anywhere == {"ecr:GetAuthorizationToken", "cloudwatch:PutMetricData"}
    assert not [action for action in actions if "*" in action]
    [trust] = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "sagemaker.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": account.number}}


def test_again_changes_nothing(run: Run) -> None:
    assert run("setup") == run("setup")


def test_dry_run_makes_nothing(run: Run) -> None:
    said = run("setup --stage prod --dry-run")
    assert "review-sentiment-prod-123456789012-us-east-1" in said
    assert "Nothing of stage prod" in run("status --stage prod")
