"""The Lambda's settings: the environment, read once, into one frozen object."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_ENDPOINT_NAME = re.compile(r"[A-Za-z0-9](-*[A-Za-z0-9]){0,62}")  # SageMaker's own rule


class SettingError(Exception):
    """A variable of the environment is missing or wrong; the message names it."""


@dataclass(frozen=True)
class Settings:
    """Inner layers give up first: two calls of nine seconds fit in the Lambda's 25 seconds."""

    endpoint_name: str
    service: str = "sentiment-api"  # the name in log and metrics
    connect_timeout_s: float = 1.0
    read_timeout_s: float = 8.0
    pause_s: float = 1.0  # before a call is repeated, give or take half of it
    failures_to_open: int = 10  # failed calls in a row, after which the circuit opens
    open_s: int = 3  # until a probe may go through

    @property
    def longest_call_s(self) -> float:
        return self.connect_timeout_s + self.read_timeout_s

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        name = environment.get("SAGEMAKER_ENDPOINT_NAME", "")
        if not _ENDPOINT_NAME.fullmatch(name):
            raise SettingError(
                "Set the environment variable SAGEMAKER_ENDPOINT_NAME to the name of the SageMaker "
                f"endpoint: 1 to 63 letters, digits and hyphens. It is {name!r}."
            )
        service = environment.get("POWERTOOLS_SERVICE_NAME", cls.service)
        return cls(endpoint_name=name, service=service)
