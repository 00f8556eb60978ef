"""Autoscaling of real-time and async endpoints, by application-autoscaling."""

from typing import Any

from model.cloud import names, prices
from model.cloud.account import Account
from model.cloud.hosting import VARIANT, dimensions
from model.cloud.settings import Serving

_DIMENSION = "sagemaker:variant:DesiredInstanceCount"
_IN_S, _OUT_S = 300, 60  # slowly fewer, quickly more
_BUSY_PERCENT = 50  # of each core: half of what it can, as with the requests


def resource(endpoint: str) -> dict[str, str]:
    return {
        "ServiceNamespace": "sagemaker",
        "ResourceId": f"endpoint/{endpoint}/variant/{VARIANT}",
        "ScalableDimension": _DIMENSION,
    }


def ensure(account: Account, endpoint: str, serving: Serving) -> None:
    scaling = account.client("application-autoscaling")
    scaling.register_scalable_target(
        **resource(endpoint),
        MinCapacity=serving.min_instances,
        MaxCapacity=max(serving.max_instances, serving.min_instances),
    )
    for name, tracked in _policies(endpoint, serving).items():
        scaling.put_scaling_policy(
            **resource(endpoint),
            PolicyName=f"{endpoint}-{name}",
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration=tracked
            | {"ScaleInCooldown": _IN_S, "ScaleOutCooldown": _OUT_S},
        )
    if serving.mode == "async":
        _wake_up(account, endpoint)


def remove(account: Account, endpoint: str) -> None:
    """Policies and their own alarms go with the target."""
    scaling = account.client("application-autoscaling")
    if targets(account, endpoint):
        scaling.deregister_scalable_target(**resource(endpoint))


def targets(account: Account, endpoint: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = account.client(
        "application-autoscaling"
    ).describe_scalable_targets(
        ServiceNamespace="sagemaker", ResourceIds=[resource(endpoint)["ResourceId"]]
    )["ScalableTargets"]
    return found


def _policies(endpoint: str, serving: Serving) -> dict[str, dict[str, Any]]:
    """Each may add an instance alone; one goes when all agree."""
    if serving.mode == "async":
        return {"load": _waiting_requests(endpoint)}
    return {"load": _requests_per_minute(serving), "work": _busy_cores(endpoint, serving)}


def _requests_per_minute(serving: Serving) -> dict[str, Any]:
    metric = {"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"}
    return {
        "TargetValue": float(serving.requests_per_minute),
        "PredefinedMetricSpecification": metric,
    }


def _busy_cores(endpoint: str, serving: Serving) -> dict[str, Any]:
    """A request with many long reviews counts as one; the cores know better. 100 is one core."""
    metric = {
        "MetricName": "CPUUtilization",
        "Namespace": "/aws/sagemaker/Endpoints",
        "Dimensions": dimensions(endpoint),
        "Statistic": "Average",
    }
    target = _BUSY_PERCENT * prices.cores(serving.instance_type)
    return {"TargetValue": float(target), "CustomizedMetricSpecification": metric}


def _waiting_requests(endpoint: str) -> dict[str, Any]:
    metric = {
        "MetricName": "ApproximateBacklogSizePerInstance",
        "Namespace": "AWS/SageMaker",
        "Dimensions": [{"Name": "EndpointName", "Value": endpoint}],
        "Statistic": "Average",
    }
    return {"TargetValue": 5.0, "CustomizedMetricSpecification": metric}


def _wake_up(account: Account, endpoint: str) -> None:
    """From no instance to one: a backlog per instance is no number while there is none.

    https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html
    """
    step = {"MetricIntervalLowerBound": 0.0, "ScalingAdjustment": 1}
    policy = account.client("application-autoscaling").put_scaling_policy(
        **resource(endpoint),
        PolicyName=f"{endpoint}-wake-up",
        PolicyType="StepScaling",
        StepScalingPolicyConfiguration={
            "AdjustmentType": "ChangeInCapacity",
            "MetricAggregationType": "Average",
            "Cooldown": _IN_S,
            "StepAdjustments": [step],
        },
    )
    account.client("cloudwatch").put_metric_alarm(
        AlarmName=f"{endpoint}-wake-up",
        AlarmDescription=f"Somebody waits for {endpoint}, which has no instance.",
        Namespace="AWS/SageMaker",
        MetricName="HasBacklogWithoutCapacity",
        Dimensions=[{"Name": "EndpointName", "Value": endpoint}],
        Statistic="Average",
        Period=60,
        EvaluationPeriods=2,
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="missing",
        AlarmActions=[policy["PolicyARN"]],
        Tags=names.as_list(account.tags),
    )
