"""What an endpoint is made of: the model and the endpoint configuration, each named by its content.

Such a name makes a deployment repeatable: the same package and settings are the same configuration,
and another one stands beside it, so that `rollback` can go back.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from model.cloud import names, prices, storage
from model.cloud.account import Account
from model.cloud.errors import CloudError, if_there
from model.cloud.registry import Package
from model.cloud.settings import Serving

VARIANT = "AllTraffic"
_STARTUP_S = 300


@dataclass(frozen=True)
class Hosting:
    """One package, served in one way."""

    account: Account
    package: Package
    serving: Serving

    def __post_init__(self) -> None:
        place, mode = self.account.place, self.serving.mode
        if mode == "serverless" and place.subnets:
            raise CloudError(
                "A serverless endpoint cannot run in your own subnets. Leave --subnets out, or "
                "choose --mode real-time."
            )
        if mode == "real-time" and not self.serving.min_instances:
            raise CloudError(
                "A real-time endpoint keeps at least one instance: --min-instances 1. Those that "
                "can do without are --mode serverless and --mode async."
            )
        if bool(place.subnets) != bool(place.security_groups):
            raise CloudError("Give --subnets and --security-groups together, or neither.")

    @property
    def endpoint_name(self) -> str:
        names = self.account.names
        return names.async_endpoint if self.serving.mode == "async" else names.endpoint

    @cached_property
    def model_name(self) -> str:
        return f"{self.account.names.prefix}-{_digest(self.model_request)}"

    @cached_property
    def config_name(self) -> str:
        return f"{self.endpoint_name}-{_digest([self.model_request, self.config_request])}"

    @property
    def model_request(self) -> dict[str, Any]:
        place = self.account.place
        request: dict[str, Any] = {
            "primary_container": {"model_package_name": self.package.arn},
            "execution_role_arn": self.account.role_arn,
        }
        if place.subnets:
            request["vpc_config"] = {
                "subnets": list(place.subnets),
                "security_group_ids": list(place.security_groups),
            }
        if self.serving.mode != "serverless":  # which knows no isolation
            request["enable_network_isolation"] = self.serving.network_isolation
        return request

    @property
    def config_request(self) -> dict[str, Any]:
        request: dict[str, Any] = {"ProductionVariants": [self._variant]}
        if self.serving.mode == "serverless":  # which stores nothing, and knows no key
            return request
        if self.account.place.kms_key:
            request["KmsKeyId"] = self.account.place.kms_key
        if self.serving.mode == "async":
            return request | {"AsyncInferenceConfig": self._async}
        if self.serving.capture_percent:
            request["DataCaptureConfig"] = self._capture
        return request

    @property
    def dollars_per_hour(self) -> float | None:
        """Of what stands there without a request."""
        price = prices.instance_hour(self.serving.instance_type)
        if self.serving.mode == "serverless":
            return 0.0
        return None if price is None else price * self.serving.min_instances

    @property
    def _variant(self) -> dict[str, Any]:
        serving = self.serving
        common = {"VariantName": VARIANT, "ModelName": self.model_name}
        if serving.mode == "serverless":
            size = {"MemorySizeInMB": serving.memory_mb, "MaxConcurrency": serving.max_concurrency}
            return common | {"ServerlessConfig": size}
        return common | {
            "InstanceType": serving.instance_type,
            "InitialInstanceCount": max(1, serving.min_instances),
            "InitialVariantWeight": 1.0,
            "ContainerStartupHealthCheckTimeoutInSeconds": _STARTUP_S,
        }

    @property
    def _capture(self) -> dict[str, Any]:
        return {
            "EnableCapture": True,
            "InitialSamplingPercentage": self.serving.capture_percent,
            "DestinationS3Uri": self.account.s3(storage.CAPTURED),
            "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
            # Else the bodies are stored as base64.
            "CaptureContentTypeHeader": {"JsonContentTypes": ["application/json"]},
            **self._key,
        }

    @property
    def _async(self) -> dict[str, Any]:
        output = {
            "S3OutputPath": self.account.s3(storage.QUEUED, "answers"),
            "S3FailurePath": self.account.s3(storage.QUEUED, "failures"),
        }
        return {"OutputConfig": output | self._key}

    @property
    def _key(self) -> dict[str, str]:
        key = self.account.place.kms_key
        return {"KmsKeyId": key} if key else {}


def dimensions(endpoint: str) -> list[dict[str, str]]:
    """Which metrics of CloudWatch are the endpoint's."""
    return [
        {"Name": "EndpointName", "Value": endpoint},
        {"Name": "VariantName", "Value": VARIANT},
    ]


def ensure_model(hosting: Hosting) -> None:
    account = hosting.account
    describe = account.client("sagemaker").describe_model
    if not if_there(describe, ModelName=hosting.model_name):
        account.sdk.Model.create(
            hosting.model_name,
            tags=names.as_sdk_list(account.tags),
            **hosting.model_request,
            **account.sdk_session,
        )


def ensure_config(hosting: Hosting) -> None:
    """Not by the SDK's EndpointConfig: 2.27 writes MemorySizeInMb, which AWS refuses."""
    client, name = hosting.account.client("sagemaker"), {"EndpointConfigName": hosting.config_name}
    if not if_there(client.describe_endpoint_config, **name):
        tags = names.as_list(hosting.account.tags)
        client.create_endpoint_config(**name, Tags=tags, **hosting.config_request)


def _digest(request: Any) -> str:
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()[:8]
