"""An endpoint that runs: what it is, what it costs, and how it is taken down."""

from typing import Any

from botocore.exceptions import ClientError

from model.cloud import prices, scaling, waiting
from model.cloud.account import Account
from model.cloud.errors import is_absent

_GONE = "gone"


def describe(account: Account, name: str) -> str:
    client = account.client("sagemaker")
    found = client.describe_endpoint(EndpointName=name)
    config = client.describe_endpoint_config(EndpointConfigName=found["EndpointConfigName"])
    [variant] = config["ProductionVariants"]
    [now] = found.get("ProductionVariants") or [{}]
    return f"{found['EndpointStatus']}, {_size(variant, now)}"


def delete(account: Account, name: str) -> None:
    """With its autoscaling; waits until it is gone, and costs nothing."""
    client = account.client("sagemaker")
    scaling.remove(account, name)
    client.delete_endpoint(EndpointName=name)

    def status() -> str:
        try:
            return str(client.describe_endpoint(EndpointName=name)["EndpointStatus"])
        except ClientError as error:
            if is_absent(error):
                return _GONE
            raise

    waiting.until_settled(f"endpoint {name}", status, ["Deleting"])


def _size(variant: dict[str, Any], now: dict[str, Any]) -> str:
    if "ServerlessConfig" in variant:
        return f"serverless, {variant['ServerlessConfig']['MemorySizeInMB']} MB, $0 while idle"
    n = now.get("CurrentInstanceCount", variant["InitialInstanceCount"])
    price = prices.instance_hour(variant["InstanceType"])
    cost = "price unknown" if price is None else f"${price * n:.3f} an hour"
    return f"{n} x {variant['InstanceType']}, {cost}"
