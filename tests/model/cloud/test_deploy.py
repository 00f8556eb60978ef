"""Deployments, read back from AWS's stand-in: what was made is what was asked for."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from model.cloud import registry
from model.cloud.account import Account
from model.cloud.hosting import Hosting
from model.cloud.settings import Serving
from tests.model.cloud.conftest import Run, refusal

ROOT = Path(__file__).parents[3]
NAME = "review-sentiment-dev"
SEARCH = "scripts/load_endpoint.py"
REAL_TIME = "deploy --mode real-time"


def config(account: Account, endpoint: str = NAME) -> dict[str, Any]:
    """The configuration that an endpoint has now."""
    client = account.client("sagemaker")
    name = client.describe_endpoint(EndpointName=endpoint)["EndpointConfigName"]
    found: dict[str, Any] = client.describe_endpoint_config(EndpointConfigName=name)
    return found


def model(account: Account, found: dict[str, Any]) -> dict[str, Any]:
    name = found["ProductionVariants"][0]["ModelName"]
    described: dict[str, Any] = account.client("sagemaker").describe_model(ModelName=name)
    return described


def tags(account: Account, arn: str) -> dict[str, str]:
    found = account.client("sagemaker").list_tags(ResourceArn=arn)["Tags"]
    return {tag["Key"]: tag["Value"] for tag in found}


def test_serverless_by_default(registered: Run, account: Account) -> None:
    registered("deploy")
    found = config(account)
    [variant] = found["ProductionVariants"]
    assert variant["ServerlessConfig"] == {"MemorySizeInMB": 2048, "MaxConcurrency": 5}
    assert "InstanceType" not in variant
    for arn in (found["EndpointConfigArn"], model(account, found)["ModelArn"]):
        assert tags(account, arn) == {"project": "review-sentiment", "stage": "dev"}


def test_the_other_half_finds_the_endpoint(registered: Run, account: Account) -> None:
    registered("deploy")
    rule = re.search(r"endpointName: (\S+)", (ROOT / "serverless/serverless.yml").read_text())
    stored = account.client("ssm").get_parameter(Name="/review-sentiment/dev/endpoint-name")
    assert rule
    assert rule[1].replace("${sls:stage}", "dev") == NAME == stored["Parameter"]["Value"]


def test_again_makes_nothing_new(registered: Run, account: Account) -> None:
    registered("deploy")
    first = config(account)
    registered("deploy")
    assert config(account)["EndpointConfigName"] == first["EndpointConfigName"]
    assert len(account.client("sagemaker").list_models()["Models"]) == 1


def test_real_time_is_private_encrypted_captured(registered: Run, account: Account) -> None:
    key = "arn:aws:kms:us-east-1:123456789012:key/k"
    place = f"--kms-key {key} --subnets subnet-1 subnet-2 --security-groups sg-1"
    registered(f"{REAL_TIME} --capture-percent 30 {place}")
    found = config(account)
    made = model(account, found)
    assert found["KmsKeyId"] == found["DataCaptureConfig"]["KmsKeyId"] == key
    assert found["DataCaptureConfig"]["InitialSamplingPercentage"] == 30
    assert found["DataCaptureConfig"]["DestinationS3Uri"] == f"s3://{account.bucket}/captured"
    assert made["VpcConfig"] == {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1", "subnet-2"]}
    assert made["ExecutionRoleArn"] == account.role_arn


@pytest.mark.parametrize("mode", ["serverless", "real-time", "async"])
def test_its_log_is_not_kept_for_ever(registered: Run, account: Account, mode: str) -> None:
    registered(f"deploy --mode {mode}", f"deploy --mode {mode}")
    [group] = account.client("logs").describe_log_groups()["logGroups"]
    assert group["logGroupName"].startswith(f"/aws/sagemaker/Endpoints/{NAME}")
    assert group["retentionInDays"] == 30


def test_the_container_reaches_no_network(registered: Run, account: Account) -> None:
    """moto forgets this one, so the request itself is looked at."""
    del registered
    [package] = registry.packages(account)
    real_time = Hosting(account, package, Serving(mode="real-time"))
    assert real_time.model_request["enable_network_isolation"] is True


def test_real_time_scales_with_its_requests(registered: Run, account: Account) -> None:
    registered(f"{REAL_TIME} --min-instances 2 --max-instances 4 --requests-per-minute 900")
    scaling = account.client("application-autoscaling")
    [target] = scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]
    load, work = scaling.describe_scaling_policies(ServiceNamespace="sagemaker")["ScalingPolicies"]
    tracking = load["TargetTrackingScalingPolicyConfiguration"]
    metric = tracking["PredefinedMetricSpecification"]["PredefinedMetricType"]
    busy = work["TargetTrackingScalingPolicyConfiguration"]
    assert (target["MinCapacity"], target["MaxCapacity"]) == (2, 4)
    assert target["ResourceId"] == f"endpoint/{NAME}/variant/AllTraffic"
    assert tracking["TargetValue"] == 900
    assert metric == "SageMakerVariantInvocationsPerInstance"
    assert busy["TargetValue"] == 100  # half of two cores
    assert busy["CustomizedMetricSpecification"]["MetricName"] == "CPUUtilization"


def test_an_instance_should_get_a_third_of_what_it_was_measured_to_answer() -> None:
    knee = json.loads((ROOT / "model/cloud/proofs/knee.json").read_text())["knee_per_s"]
    assert round(knee * 60 / Serving().requests_per_minute) == 3
    said = [(ROOT / name).read_text("utf-8") for name in ("CONTRIBUTING.md", SEARCH)]
    assert [len(re.findall("[Aa] third of the (?:measured )?knee", text)) for text in said] == [
        1,
        1,
    ]


def test_a_new_version_goes_first_to_a_canary_that_alarms_watch(
    registered: Run, account: Account
) -> None:
    registered(REAL_TIME, f"{REAL_TIME} --capture-percent 5 --canary-percent 20")
    last = account.client("sagemaker").describe_endpoint(EndpointName=NAME)["LastDeploymentConfig"]
    routing = last["BlueGreenUpdatePolicy"]["TrafficRoutingConfiguration"]
    watched = [each["AlarmName"] for each in last["AutoRollbackConfiguration"]["Alarms"]]
    alarms = account.client("cloudwatch").describe_alarms(AlarmNames=watched)["MetricAlarms"]
    assert routing["Type"] == "CANARY"
    assert routing["CanarySize"] == {"Type": "CAPACITY_PERCENT", "Value": 20}
    assert {alarm["MetricName"] for alarm in alarms} == {"Invocation5XXErrors", "ModelLatency"}
    assert all({"Name": "EndpointName", "Value": NAME} in each["Dimensions"] for each in alarms)


def test_an_alarm_takes_it_back(registered: Run, account: Account) -> None:
    registered(REAL_TIME, f"{REAL_TIME} --capture-percent 5")
    before = config(account)["EndpointConfigName"]
    account.client("cloudwatch").set_alarm_state(
        AlarmName=f"{NAME}-slow", StateValue="ALARM", StateReason="test"
    )
    assert "went back" in refusal(registered, "rollback --mode real-time")
    assert config(account)["EndpointConfigName"] == before


def test_rollback_and_forth(registered: Run, account: Account) -> None:
    registered(REAL_TIME)
    assert "has served nothing else" in refusal(registered, "rollback")
    first = config(account)["EndpointConfigName"]
    registered(f"{REAL_TIME} --capture-percent 5")
    second = config(account)["EndpointConfigName"]
    registered("rollback --dry-run")
    assert config(account)["EndpointConfigName"] == second != first
    registered("rollback")
    assert config(account)["EndpointConfigName"] == first
    registered("rollback")
    assert config(account)["EndpointConfigName"] == second


def test_async_stands_beside_and_scales_from_nothing(registered: Run, account: Account) -> None:
    registered("deploy", "deploy --mode async --min-instances 0")
    scaling = account.client("application-autoscaling")
    [target] = scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]
    [alarm] = account.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert "ServerlessConfig" in config(account)["ProductionVariants"][0]
    assert target["MinCapacity"] == 0
    assert alarm["MetricName"] == "HasBacklogWithoutCapacity"
    assert alarm["AlarmActions"]
    output = config(account, f"{NAME}-async")["AsyncInferenceConfig"]["OutputConfig"]
    assert output["S3OutputPath"] == f"s3://{account.bucket}/async/answers"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("deploy --subnets subnet-1 --security-groups sg-1", "cannot run in your own subnets"),
        ("deploy --mode real-time --subnets subnet-1", "--subnets and --security-groups together"),
        ("deploy --mode real-time --min-instances 0", "keeps at least one instance"),
        ("deploy --version 7", "There is no version 7 in"),
    ],
)
def test_what_cannot_be_is_said(registered: Run, line: str, sentence: str) -> None:
    assert sentence in refusal(registered, line)


@pytest.mark.parametrize("line", ["deploy", REAL_TIME, "rollback"])
def test_an_endpoint_of_somebody_else_is_left_alone(
    registered: Run, account: Account, line: str
) -> None:
    registered("deploy")
    client = account.client("sagemaker")
    made = client.describe_endpoint(EndpointName=NAME)
    client.delete_tags(ResourceArn=made["EndpointArn"], TagKeys=["stage"])
    assert "that this stage has not made" in refusal(registered, line)
    now = client.describe_endpoint(EndpointName=NAME)
    assert now["EndpointConfigName"] == made["EndpointConfigName"]


def test_instances_do_not_become_serverless(registered: Run) -> None:
    registered(REAL_TIME)
    assert "Take it down first" in refusal(registered, "deploy")


def test_the_plan_says_what_it_costs(registered: Run, account: Account) -> None:
    said = registered("deploy --mode real-time --min-instances 3 --dry-run")
    assert "Costs $0.306 an hour" in said  # 3 x ml.c5.large
    assert "an estimate from us-east-1 list prices noted on 20" in said
    assert "check https://aws.amazon.com/sagemaker/pricing/" in said
    assert "Costs nothing while idle" in registered("deploy --dry-run")
    assert not account.client("sagemaker").list_endpoints()["Endpoints"]
