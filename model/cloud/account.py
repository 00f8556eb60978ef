"""The account a command works in: clients, what things are called there, and the SageMaker SDK.

botocore's own AWS_ENDPOINT_URL points all of it at a stand-in for AWS.
"""

import os
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import boto3
from botocore.config import Config

from model.cloud import names
from model.cloud.errors import NotThere, if_there
from model.cloud.names import Names
from model.cloud.settings import Place

# A person waits at the terminal: a few attempts, and no minute of silence before the first error.
_PATIENCE = Config(
    connect_timeout=5, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 4}
)
_SDK_DEFAULTS = Path(__file__).parent / "sdk_defaults.yaml"


class Account:
    """One account, region and stage."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.names = Names(place.stage)
        self.tags = names.tags(place)
        self.session = _session(place.region)

    def client(self, service: str) -> Any:  # boto3 makes its clients' classes at run time
        return _client(self.place.region, service)

    @cached_property
    def number(self) -> str:
        return str(self.client("sts").get_caller_identity()["Account"])

    @property
    def bucket(self) -> str:
        return self.place.bucket or self.names.bucket(self.number, self.place.region)

    @cached_property
    def role_arn(self) -> str:
        """Raises NotThere if no role is given and `setup` was not run."""
        if self.place.role:
            return self.place.role
        role = if_there(self.client("iam").get_role, RoleName=self.names.role)
        if not role:
            raise NotThere(
                f"There is no role {self.names.role}. Make it, and the bucket, with `python -m "
                f"model.cloud setup --stage {self.place.stage}`, or name your own with --role ARN."
            )
        return str(role["Role"]["Arn"])

    @cached_property
    def sdk(self) -> ModuleType:
        """The SageMaker SDK's resources. Loaded here and not before: it takes seconds."""
        quiet_sdk()
        return import_module("sagemaker.core.resources")

    @property
    def sdk_session(self) -> dict[str, Any]:
        """What each call of `sdk` needs to work in this account."""
        return {"session": self.session, "region": self.place.region}

    def s3(self, *key: str) -> str:
        return f"s3://{self.bucket}/{'/'.join(key)}"


@cache
def _session(region: str) -> boto3.Session:
    session = boto3.Session(region_name=region)
    session.events.register("after-call.sagemaker", _mend)
    return session


@cache
def _client(region: str, service: str) -> Any:
    return _session(region).client(service, config=_PATIENCE)


def quiet_sdk() -> None:
    """Before the SageMaker SDK is imported: no telemetry. A person's own setting goes first."""
    os.environ.setdefault("SAGEMAKER_USER_CONFIG_OVERRIDE", str(_SDK_DEFAULTS))


def _mend(parsed: dict[str, Any], **_: Any) -> None:
    """The SDK refuses a structure that is not whole; moto answers such, empty or half filled."""
    for name, value in list(parsed.items()):
        half = name == "DataCaptureConfig" and "CaptureStatus" not in value
        if value == {} or (half and "EndpointStatus" in parsed):
            del parsed[name]
