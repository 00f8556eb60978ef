"""The role that SageMaker runs our containers as: this stage's bucket, image and logs, no more."""

import json
from typing import Any

from model.cloud import names, storage
from model.cloud.account import Account
from model.cloud.errors import NameTaken, if_there

_POLICY = "what-the-containers-need"


def ensure(account: Account) -> str:
    """Make the role if it is not there, and give it exactly these rights; its ARN."""
    iam, name = account.client("iam"), account.names.role
    role = _get(account) or iam.create_role(
        RoleName=name,
        Path=account.names.role_path,
        Description=f"SageMaker's role for {account.names.prefix}",
        AssumeRolePolicyDocument=json.dumps(_trust(account)),
        Tags=names.as_list(account.tags),
    )
    iam.put_role_policy(RoleName=name, PolicyName=_POLICY, PolicyDocument=json.dumps(_may(account)))
    return str(role["Role"]["Arn"])


def _get(account: Account) -> Any:
    """The stage's role, or None if there is none. Raises NameTaken if it is somebody else's."""
    name = account.names.role
    found = if_there(account.client("iam").get_role, RoleName=name)
    if found and not names.are_of(found["Role"].get("Tags", []), account.place.stage):
        raise NameTaken("a role", name)
    return found


def delete(account: Account, name: str) -> None:
    iam = account.client("iam")
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    iam.delete_role(RoleName=name)


def _trust(account: Account) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "sagemaker.amazonaws.com"},
                "Action": "sts:AssumeRole",
                # Only on behalf of this account: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
                "Condition": {"StringEquals": {"aws:SourceAccount": account.number}},
            }
        ],
    }


def _may(account: Account) -> dict[str, Any]:
    region, number = account.place.region, account.number
    bucket = f"arn:aws:s3:::{account.bucket}"
    logs = f"arn:aws:logs:{region}:{number}:log-group:/aws/sagemaker/*"
    image = f"arn:aws:ecr:{region}:{number}:repository/{account.names.repository}"
    statements = [
        _allow(["s3:GetObject"], f"{bucket}/*"),
        # Not into models/: what is served is what a person registered.
        _allow(
            ["s3:PutObject", "s3:AbortMultipartUpload"],
            [f"{bucket}/{folder}/*" for folder in storage.WRITTEN_BY_CONTAINERS],
        ),
        _allow(["s3:ListBucket", "s3:GetBucketLocation"], bucket),
        _allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], logs),
        _allow(["logs:DescribeLogStreams"], logs),
        _allow(["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], image),
        _allow(["ecr:BatchCheckLayerAvailability"], image),
        # These two know no narrower resource: AWS service authorization reference.
        _allow(["ecr:GetAuthorizationToken"], "*"),
        _allow(["cloudwatch:PutMetricData"], "*")
        | {"Condition": {"StringLike": {"cloudwatch:namespace": "/aws/sagemaker/*"}}},
    ]
    if account.place.kms_key:
        actions = ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"]
        statements.append(_allow(actions, account.place.kms_key))
    if account.place.subnets:
        statements.append(_allow(_NETWORK, "*"))
    return {"Version": "2012-10-17", "Statement": statements}


# To run inside one's own subnets: https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
_NETWORK = [
    "ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface", "ec2:DeleteNetworkInterfacePermission",
    "ec2:DescribeDhcpOptions", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets", "ec2:DescribeVpcs",
]  # fmt: skip


def _allow(actions: list[str], resource: str | list[str]) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resource}
