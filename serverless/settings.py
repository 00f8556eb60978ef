"""The Lambda's settings: the environment, read once, into one frozen object."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_ENDPOINT_NAME = re.compile(r"[A-Za-z0-9](-*[A-Za-z0-9]){0,62}")  # SageMaker's own rule


class SettingError(Exception):
    """A variable of the environment is missing or wrong; the message names it."""


@dataclass(frozen=True)
class Settings:
    """Inner layers give up first: two attempts of nine seconds fit in the Lambda's 25 seconds."""

    endpoint_name: str
    connect_timeout_s: float = 1.0
    read_timeout_s: float = 8.0
    attempts: int = 2
    not_ready_pause_s: float = 1.0  # before asking again an endpoint that is waking up

    @property
    def longest_call_s(self) -> float:
        """All attempts timing out, with the pause of up to a second that botocore makes between."""
        return self.attempts * (self.connect_timeout_s + self.read_timeout_s) + self.attempts - 1

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        name = environment.get("SAGEMAKER_ENDPOINT_NAME", "")
        if not _ENDPOINT_NAME.fullmatch(name):
            raise SettingError(
                "Set the environment variable SAGEMAKER_ENDPOINT_NAME to the name of the SageMaker "
                f"endpoint: 1 to 63 letters, digits and hyphens. It is {name!r}."
            )
        return cls(endpoint_name=name)
