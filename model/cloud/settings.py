"""The settings of one stage, such as dev or prod: stages/NAME.toml, each field overridable.

A field that the file leaves out has the default given here. An unknown field is an error.
"""

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from model.cloud.errors import CloudError

STAGES = Path(__file__).parent / "stages"
PROJECT = "review-sentiment"
StageName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,19}$")]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(Section):
    """Whose account, where, and as whom. Credentials are AWS's own (`aws configure`)."""

    stage: StageName = "dev"
    """Which of model/cloud/stages/ to use; everything is named after it."""
    region: str = "us-east-1"
    role: str = ""
    """ARN of the role SageMaker runs as; empty: the one that `setup` made."""
    bucket: str = ""
    """For data, models and captured requests; empty: the one that `setup` made."""
    kms_key: str = ""
    """ARN of a KMS key for everything stored; empty: AWS's own keys."""
    subnets: tuple[str, ...] = ()
    """Private subnets to run in; empty: SageMaker's own network."""
    security_groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """More tags for everything that is made, as name=value."""


class Serving(Section):
    """How the model is served."""

    mode: Literal["serverless", "real-time", "async"] = "serverless"
    """serverless: nothing to pay while idle, a cold start of seconds. real-time: always on,
    scaled, watched. async: a queue for spikes, beside the endpoint the API asks."""
    image: str = ""
    """The serving image in ECR; empty: the newest of this stage's repository."""
    memory_mb: Literal[1024, 2048, 3072, 4096, 5120, 6144] = 2048
    """serverless: memory of one worker."""
    max_concurrency: int = Field(default=5, ge=1, le=200)
    """serverless: requests at a time; also the limit of what it can cost."""
    instance_type: str = "ml.c5.large"
    """real-time and async."""
    min_instances: int = Field(default=1, ge=0)
    """real-time and async; async can do without any while nobody waits: 0."""
    max_instances: int = Field(default=2, ge=1)
    requests_per_minute: int = Field(default=12_000, ge=1)
    """real-time: what one instance should get; more adds an instance, as do busy cores."""
    # Requests of one review: a third of what one model server was measured to answer on two cores
    # (proofs/knee.json, by scripts/load_endpoint.py): another instance takes minutes to come,
    # https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html
    capture_percent: int = Field(default=100, ge=0, le=100)
    """real-time: share of requests kept for `monitor`. They are people's reviews: 0 keeps none."""
    canary_percent: int = Field(default=10, ge=1, le=50)
    """real-time: share of the capacity that a new version gets first."""
    canary_minutes: int = Field(default=10, ge=1, le=60)
    """real-time: how long it must stay without an alarm before it gets the rest."""
    network_isolation: bool = True
    """real-time and async: by default the container reaches no network at all."""


class Registering(Section):
    """Which models may be served."""

    approve_from: float = Field(default=0.91, ge=0, le=1)
    """Group-split validation accuracy from which a model is approved without a person."""


class Training(Section):
    """Where the model is trained."""

    instance_type: str = "ml.c5.2xlarge"
    spot: bool = True
    """By default spare machines, for a third of the price: when they are taken away, the job goes
    on with others."""
    max_hours: float = Field(default=12, gt=0, le=120)
    """Of training; the job is stopped after them."""
    processes: int | None = None
    """train --teacher: how many share the work; one for each GPU if left out."""
    training_image: str = ""
    """Empty: SageMaker's own image for torch."""


class Settings(Section):
    """All sections of a stage."""

    place: Place = Place()
    registering: Registering = Registering()
    serving: Serving = Serving()
    training: Training = Training()


def read(stage: str) -> Settings:
    """The settings of a stage. Raises CloudError if there are none, or a field is wrong."""
    path = STAGES / f"{stage}.toml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in STAGES.glob("*.toml")))
        raise CloudError(f"There is no stage {stage!r}, only {known}. Add {path} for a new one.")
    try:
        return _settings(tomllib.loads(path.read_text("utf-8")), stage)
    except tomllib.TOMLDecodeError as error:
        raise CloudError(f"{path} is not TOML: {error}") from error
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False)
        )
        raise CloudError(f"{path}: {wrong}") from error


def _settings(content: dict[str, Any], stage: str) -> Settings:
    place = content.pop("place", {})
    return Settings.model_validate({**content, "place": {**place, "stage": stage}})
