"""What a training job asks SageMaker for, through the SDK's ModelTrainer."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from model.cloud import names, prices, storage
from model.cloud.account import Account, quiet_sdk
from model.cloud.errors import CloudError
from model.cloud.settings import Training
from model.cloud.training import source

if TYPE_CHECKING:
    from sagemaker.core.training.configs import Networking
    from sagemaker.train import ModelTrainer

CHANNEL = "imdb"
CHECKPOINTS = "/opt/ml/checkpoints"  # SageMaker keeps it in S3, and brings it back
OBJECTIVE = "validation:accuracy"
# What model/train.py prints: tqdm's bar, and the figures at the end.
METRICS = {"train:loss": r"loss=([0-9.]+)", OBJECTIVE: r'"accuracy": ([0-9.]+)'}
_VERSION = "2.13"  # the torch of the lock
_WAIT_SHARE = 2  # spot: waiting for machines may take as long again


@dataclass(frozen=True)
class Job:
    """One run: its data, and how it differs from the program's defaults."""

    run: str
    data: Path
    settings: tuple[str, ...]  # as name=value
    teacher: bool = False  # model/large_teacher instead
    one_of_many: bool = False  # of a tuning: each keeps its own checkpoints

    def __post_init__(self) -> None:
        if wrong := [each for each in self.settings if "=" not in each]:
            raise CloudError(f"Settings are name=value, as plan.epochs=2, not {', '.join(wrong)}.")

    @property
    def hyperparameters(self) -> dict[str, str]:
        """Options of the program."""
        folder = f"/opt/ml/input/data/{CHANNEL}"
        name = "$TRAINING_JOB_NAME" if self.one_of_many else self.run
        paths = {
            "data": f"{folder}/{self.data.name}" if self.data.is_file() else folder,
            "folder" if self.teacher else "run": f"{CHECKPOINTS}/{name}",
            "artifact": "/opt/ml/model",
            "max_minutes": "0",  # SageMaker has its own limit
        }
        return paths | dict(hyperparameter(each) for each in self.settings)


def hyperparameter(setting: str) -> tuple[str, str]:
    """Its name and value; without dots, since SageMaker makes a shell variable of the name."""
    name, _, value = setting.partition("=")
    return name.replace(".", "__"), value


def job_prefix(account: Account, job: Job) -> str:
    """What its name begins with; the SDK adds the time, and writes - for _."""
    kind = "teach" if job.teacher else "train"
    return f"{account.names.prefix}-{kind}-{job.run}".replace("_", "-")


def trainer(account: Account, training: Training, job: Job, code: Path) -> "ModelTrainer":
    """The SDK's trainer, with nothing sent yet."""
    quiet_sdk()
    from sagemaker.core import image_uris
    from sagemaker.core.helper.session_helper import Session
    from sagemaker.core.training import configs
    from sagemaker.train import ModelTrainer
    from sagemaker.train.distributed import Torchrun

    place, seconds = account.place, round(training.max_hours * 3600)
    key = place.kms_key or None
    image = training.training_image or image_uris.retrieve(
        "pytorch-amzn2023", place.region, version=_VERSION,
        instance_type=training.instance_type, image_scope="training",
    )  # fmt: skip
    program = source.TEACHER if job.teacher else source.ENTRY
    together = Torchrun(process_count_per_node=training.processes) if job.teacher else None
    wait = {"max_wait_time_in_seconds": _WAIT_SHARE * seconds} if training.spot else {}
    return ModelTrainer(
        sagemaker_session=Session(
            boto_session=account.session, default_bucket=account.bucket,
            sagemaker_client=account.client("sagemaker"),
        ),
        role=account.role_arn,
        base_job_name=job_prefix(account, job),
        training_image=image,
        source_code=configs.SourceCode(
            source_dir=str(code), entry_script=program, requirements=source.REQUIREMENTS
        ),
        environment=source.environment(),
        distributed=together,
        hyperparameters=job.hyperparameters,
        compute=configs.Compute(
            instance_type=training.instance_type, instance_count=1, volume_size_in_gb=50,
            enable_managed_spot_training=training.spot, volume_kms_key_id=key,
        ),
        stopping_condition=configs.StoppingCondition(max_runtime_in_seconds=seconds, **wait),
        checkpoint_config=configs.CheckpointConfig(
            s3_uri=account.s3(storage.CHECKPOINTS, job.run, ""), local_path=CHECKPOINTS
        ),
        output_data_config=configs.OutputDataConfig(
            s3_output_path=account.s3(storage.TRAINED), kms_key_id=key
        ),
        networking=_networking(account),
        tags=names.as_sdk_list(account.tags),
    ).with_metric_definitions(
        [configs.MetricDefinition(name=name, regex=regex) for name, regex in METRICS.items()]
    )  # fmt: skip


def dollars_per_hour(training: Training, n_jobs: int = 1) -> float | None:
    """At the on-demand price, which spot undercuts."""
    price = prices.instance_hour(training.instance_type)
    return None if price is None else price * n_jobs


def _networking(account: Account) -> "Networking | None":
    """The stage's own subnets, if it has some. Never isolated: pip installs what the lock says."""
    from sagemaker.core.training.configs import Networking

    place = account.place
    if not place.subnets:
        return None
    return Networking(subnets=list(place.subnets), security_group_ids=list(place.security_groups))
