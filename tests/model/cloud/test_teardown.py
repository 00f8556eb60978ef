"""`teardown` leaves nothing that costs money, and touches nothing else."""

import json

from model.cloud.account import Account
from tests.model.cloud.conftest import IMAGE, Run, refusal


def test_nothing_is_left(registered: Run, account: Account) -> None:
    registered("deploy --mode real-time", "deploy --mode async")
    kinds = {line.split("  ")[1].strip() for line in registered("status").splitlines()[:-1]}
    assert {"endpoint", "endpoint config", "model", "model package", "alarm"} <= kinds
    assert "but the bucket" in registered("teardown")
    [line, _costs] = registered("status").splitlines()
    assert line.split()[:3] == ["S3", "bucket", account.bucket]
    assert registered("teardown --with-data") == (
        f"Deleting S3 bucket {account.bucket}\nNothing of stage dev is left.\n"
    )
    assert registered("status") == "Nothing of stage dev is in us-east-1.\n"
    scaling = account.client("application-autoscaling")
    assert not scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]
    assert not account.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert not account.client("s3").list_buckets()["Buckets"]
    assert not account.client("iam").list_roles(PathPrefix="/review-sentiment/")["Roles"]


def test_what_others_made_stays(registered: Run, account: Account) -> None:
    prod = "--stage prod"
    registered(f"setup {prod}", f"register {prod} --approve --image {IMAGE}", f"deploy {prod}")
    account.client("sagemaker").create_model(
        ModelName="review-sentiment-dev-of-a-person",  # our name, not our tags
        PrimaryContainer={"Image": IMAGE},
        ExecutionRoleArn=account.role_arn,
    )
    before = registered(f"status {prod}")
    registered("deploy", "teardown --with-data")
    models = account.client("sagemaker").list_models()["Models"]
    assert registered(f"status {prod}") == before
    assert "review-sentiment-dev-of-a-person" in {each["ModelName"] for each in models}


def test_our_names_without_our_tags_stay(run: Run, account: Account) -> None:
    names, log = account.names, "/aws/sagemaker/Endpoints/review-sentiment-dev"
    iam, ecr, logs = (account.client(service) for service in ("iam", "ecr", "logs"))
    ssm, s3 = account.client("ssm"), account.client("s3")
    ecr.create_repository(repositoryName=names.repository)
    iam.create_role(RoleName="a", Path=names.role_path, AssumeRolePolicyDocument="{}")
    ssm.put_parameter(Name=names.endpoint_parameter, Value="theirs", Type="String")
    logs.create_log_group(logGroupName=log)
    s3.create_bucket(Bucket=account.bucket)
    assert run("teardown --with-data") == "Nothing of stage dev is left.\n"
    assert ecr.describe_repositories(repositoryNames=[names.repository])["repositories"]
    assert iam.get_role(RoleName="a")
    assert ssm.get_parameter(Name=names.endpoint_parameter)["Parameter"]["Value"] == "theirs"
    assert logs.describe_log_groups(logGroupNamePrefix=log)["logGroups"]
    assert s3.head_bucket(Bucket=account.bucket)


def test_a_log_that_sagemaker_made_again_goes_too(registered: Run, account: Account) -> None:
    """For what containers wrote while the endpoint was deleted."""
    account.client("logs").create_log_group(
        logGroupName="/aws/sagemaker/Endpoints/review-sentiment-dev"
    )
    registered("deploy", "teardown")
    assert not account.client("logs").describe_log_groups()["logGroups"]


def test_dry_run_deletes_nothing(registered: Run) -> None:
    registered("deploy")
    before = registered("status")
    assert "Would delete endpoint review-sentiment-dev" in registered("teardown --dry-run")
    assert registered("status") == before


def test_one_that_cannot_be_deleted_does_not_keep_the_others(
    registered: Run, account: Account
) -> None:
    registered("deploy")
    iam = account.client("iam")
    allow = {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}
    policy = iam.create_policy(
        PolicyName="somebody",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allow]}),
    )
    iam.attach_role_policy(  # which makes the role undeletable
        RoleName=account.names.role, PolicyArn=policy["Policy"]["Arn"]
    )
    said = refusal(registered, "teardown")
    assert "Still there: IAM role review-sentiment-dev-sagemaker" in said
    assert not account.client("sagemaker").list_endpoints()["Endpoints"]
