"""The endpoint itself: made, moved to another configuration, waited for, described, deleted."""

from typing import Any

from model.cloud import alarms, logs, names, prices, scaling, waiting
from model.cloud.account import Account
from model.cloud.errors import CloudError, NameTaken, if_there
from model.cloud.settings import Serving

PREVIOUS = "previous-config"  # a tag on the endpoint: where `rollback` goes
_GONE = "gone"
_BUSY = ("Creating", "Updating", "SystemUpdating", "RollingBack", "Deleting")


def get(account: Account, name: str) -> Any | None:
    """The SDK's endpoint, or None if there is none. Raises NameTaken if it is not the stage's."""
    found = if_there(account.sdk.Endpoint.get, name, **account.sdk_session)
    if found and not names.are_of(_tags(account, found), account.place.stage):
        raise NameTaken("an endpoint", name)
    return found


def create(account: Account, name: str, config: str) -> None:
    made = account.sdk.Endpoint.create(
        name, config, tags=names.as_sdk_list(account.tags), **account.sdk_session
    )
    wait(account, made, config)


def move(account: Account, endpoint: Any, config: str, serving: Serving) -> None:
    """Move to another configuration; between instances by a canary that alarms watch.

    Raises CloudError if it is busy, cannot go there, or if the configuration was taken back.
    """
    name, before = endpoint.endpoint_name, endpoint.endpoint_config_name
    if endpoint.endpoint_status in _BUSY:
        raise CloudError(f"{name} is {endpoint.endpoint_status}. Try again when it is InService.")
    from_serverless, to_serverless = (_is_serverless(account, each) for each in (before, config))
    if to_serverless and not from_serverless:
        raise CloudError(
            f"SageMaker cannot turn {name}, which runs on instances, into a serverless endpoint. "
            f"{_take_down(account)}"
        )
    on_instances = not from_serverless and not to_serverless
    endpoint.endpoint_config_name = config
    endpoint.update(**(_canary(name, serving) if on_instances else {}))
    wait(account, endpoint, config)
    previous = names.as_list({PREVIOUS: before})
    account.client("sagemaker").add_tags(ResourceArn=endpoint.endpoint_arn, Tags=previous)


def _is_serverless(account: Account, config: str) -> bool:
    found = account.client("sagemaker").describe_endpoint_config(EndpointConfigName=config)
    return any("ServerlessConfig" in variant for variant in found["ProductionVariants"])


def previous_config(account: Account, endpoint: Any) -> str | None:
    return {tag["Key"]: tag["Value"] for tag in _tags(account, endpoint)}.get(PREVIOUS)


def _tags(account: Account, endpoint: Any) -> list[dict[str, str]]:
    client = account.client("sagemaker")
    found: list[dict[str, str]] = client.list_tags(ResourceArn=endpoint.endpoint_arn)["Tags"]
    return found


def wait(account: Account, endpoint: Any, config: str) -> None:
    """Until it serves the configuration. Raises CloudError if it ends otherwise."""
    name = endpoint.endpoint_name

    def status() -> str:
        endpoint.refresh()
        return str(endpoint.endpoint_status)

    ended = waiting.until_settled(f"endpoint {name}", status, _BUSY)
    if ended != "InService":
        raise CloudError(
            f"Endpoint {name} is {ended}: {endpoint.failure_reason} Its log is in CloudWatch under "
            f"{logs.group(name)}. {_take_down(account)}"
        )
    if endpoint.endpoint_config_name != config:
        raise CloudError(
            f"{name} went back to {endpoint.endpoint_config_name}: an alarm rang, or the new "
            "version did not start. Users noticed nothing but the canary's share."
        )


def _take_down(account: Account) -> str:
    return f"Take it down first: `python -m model.cloud teardown --stage {account.place.stage}`."


def _canary(name: str, serving: Serving) -> dict[str, Any]:
    wait = serving.canary_minutes * 60
    canary = {
        "type": "CANARY",
        "canary_size": {"type": "CAPACITY_PERCENT", "value": serving.canary_percent},
        "wait_interval_in_seconds": wait,
    }
    watched = [] if serving.mode == "async" else alarms.names_of(name)
    return {
        "retain_all_variant_properties": True,  # as many instances as scaling has made
        "deployment_config": {
            "blue_green_update_policy": {
                "traffic_routing_configuration": canary,
                "termination_wait_in_seconds": wait,
                "maximum_execution_timeout_in_seconds": max(1800, 4 * wait),
            },
            "auto_rollback_configuration": {"alarms": [{"alarm_name": each} for each in watched]},
        },
    }


def describe(account: Account, name: str) -> str:
    client = account.client("sagemaker")
    found = client.describe_endpoint(EndpointName=name)
    config = client.describe_endpoint_config(EndpointConfigName=found["EndpointConfigName"])
    [variant] = config["ProductionVariants"]
    [now] = found.get("ProductionVariants") or [{}]
    return f"{found['EndpointStatus']}, {_size_now(variant, now)}"


def delete(account: Account, name: str) -> None:
    """With its autoscaling; waits until it is gone, and costs nothing."""
    client = account.client("sagemaker")
    scaling.remove(account, name)
    client.delete_endpoint(EndpointName=name)

    def status() -> str:
        found = if_there(client.describe_endpoint, EndpointName=name)
        return str(found["EndpointStatus"]) if found else _GONE

    waiting.until_settled(f"endpoint {name}", status, ["Deleting"])


def _size_now(variant: dict[str, Any], now: dict[str, Any]) -> str:
    if "ServerlessConfig" in variant:
        return f"serverless, {variant['ServerlessConfig']['MemorySizeInMB']} MB, $0 while idle"
    n = now.get("CurrentInstanceCount", variant["InitialInstanceCount"])
    price = prices.instance_hour(variant["InstanceType"])
    cost = "price unknown" if price is None else f"${price * n:.3f} an hour"
    return f"{n} x {variant['InstanceType']}, {cost}"
