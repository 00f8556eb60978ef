"""What everything in the account is called, and how it is tagged."""

from dataclasses import dataclass

from model.cloud.settings import PROJECT, Place

Tags = dict[str, str]

REFERENCE = "reference.json"  # the figures of validation, beside the model here and there


@dataclass(frozen=True)
class Names:
    """Of one stage. `serverless/serverless.yml` knows the endpoint by the same rule."""

    stage: str

    @property
    def prefix(self) -> str:
        return f"{PROJECT}-{self.stage}"

    @property
    def endpoint(self) -> str:
        return self.prefix

    @property
    def async_endpoint(self) -> str:
        return f"{self.prefix}-async"

    @property
    def endpoint_parameter(self) -> str:
        """The SSM parameter that holds the name of the endpoint in use."""
        return f"/{PROJECT}/{self.stage}/endpoint-name"

    @property
    def package_group(self) -> str:
        return self.prefix

    @property
    def role_path(self) -> str:
        return f"/{PROJECT}/{self.stage}/"

    @property
    def role(self) -> str:
        return f"{self.prefix}-sagemaker"

    @property
    def repository(self) -> str:
        return f"{PROJECT}/{self.stage}"

    def bucket(self, account: str, region: str) -> str:
        return f"{self.prefix}-{account}-{region}"


def tags(place: Place) -> Tags:
    """On everything that is made: `teardown` finds it by these."""
    own = dict(tag.partition("=")[::2] for tag in place.tags)
    return own | stage_tags(place.stage)


def stage_tags(stage: str) -> Tags:
    return {"project": PROJECT, "stage": stage}


def are_of(found: list[dict[str, str]], stage: str) -> bool:
    """Whether these are tags of something that belongs to the stage."""
    return stage_tags(stage).items() <= {tag["Key"]: tag["Value"] for tag in found}.items()


def as_list(found: Tags) -> list[dict[str, str]]:
    """The shape that most of AWS wants."""
    return [{"Key": key, "Value": value} for key, value in found.items()]


def as_sdk_list(found: Tags) -> list[dict[str, str]]:
    """The shape that SageMaker's SDK wants."""
    return [{"key": key, "value": value} for key, value in found.items()]
