"""Alarms on a real-time endpoint, which take a bad version back. The API's own tell a person."""

from model.cloud import names
from model.cloud.account import Account
from model.cloud.hosting import dimensions

MONTHLY_DOLLARS = 0.10  # each, https://aws.amazon.com/cloudwatch/pricing/
_SLOW_MICROSECONDS = 1_000_000  # the Lambda waits 8 s; a healthy answer takes milliseconds
# Each alarm: its metric, the statistic of a minute, the threshold.
_RULES: dict[str, tuple[str, dict[str, str], float]] = {
    "errors": ("Invocation5XXErrors", {"Statistic": "Sum"}, 5),
    "slow": ("ModelLatency", {"ExtendedStatistic": "p95"}, _SLOW_MICROSECONDS),
}


def names_of(endpoint: str) -> list[str]:
    return [f"{endpoint}-{rule}" for rule in _RULES]


def ensure(account: Account, endpoint: str) -> None:
    for rule, (metric, statistic, threshold) in _RULES.items():
        account.client("cloudwatch").put_metric_alarm(
            AlarmName=f"{endpoint}-{rule}",
            AlarmDescription=f"{metric} of {endpoint}: too many or too slow, two minutes long.",
            Namespace="AWS/SageMaker",
            MetricName=metric,
            Dimensions=dimensions(endpoint),
            Period=60,
            EvaluationPeriods=2,
            Threshold=threshold,
            ComparisonOperator="GreaterThanOrEqualToThreshold",
            TreatMissingData="notBreaching",
            Tags=names.as_list(account.tags),
            **statistic,
        )
