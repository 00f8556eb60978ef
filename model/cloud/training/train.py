"""`train`: model/train.py in a training job, and its artifact back."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from botocore.exceptions import ClientError

from model.cloud import storage, training_data
from model.cloud.account import Account, quiet_sdk
from model.cloud.errors import CloudError, is_absent
from model.cloud.plan import Item, show
from model.cloud.settings import Place, Training
from model.cloud.training import source
from model.cloud.training.trainer import (
    CHANNEL,
    Job,
    dollars_per_hour,
    job_prefix,
    trainer,
)
from model.cloud.waiting import until_settled

_BUSY = ("InProgress", "Stopping")


@dataclass(frozen=True)
class Train:
    """Train the model in a SageMaker training job: the same model/train.py that runs here.

    On spot machines (the default) the job may be interrupted: it goes on from its checkpoint, on
    another machine, and so does a job that is started again under the same --run-name. A job under
    way is waited for, not started twice. The trained model is fetched as model.tar.gz, which
    `register` takes.
    """

    place: Place
    training: Training
    data: Path = Path("data/aclImdb_v1.tar.gz")
    """The archive, or a folder of train.parquet and unsup.parquet; uploaded unless `data` or an
    earlier run did."""
    run_name: str = "imdb-qrnn"
    """Names the job and its checkpoints."""
    settings: tuple[str, ...] = ()
    """Options of `python -m model.train`, as name=value: plan.epochs=2 n_words=20000."""
    artifact: Path = Path("runs/model.tar.gz")
    """Where the trained model goes."""
    teacher: bool = False
    """Train model/large_teacher instead, on all GPUs of the machine: --instance-type
    ml.g5.12xlarge has four."""
    dry_run: bool = False
    """Print what would be made and what it costs, and start nothing."""

    def run(self) -> None:
        account = Account(self.place)
        job = Job(self.run_name, self.data, self.settings, self.teacher)
        if self.dry_run:
            show(self._plan(account, job), self.place.region)
            return
        name = _under_way(account, job) or self._start(account, job)
        describe = account.client("sagemaker").describe_training_job
        until_settled(
            f"Job {name}", lambda: str(describe(TrainingJobName=name)["TrainingJobStatus"]), _BUSY
        )
        self._fetch(account, describe(TrainingJobName=name))

    def _start(self, account: Account, job: Job) -> str:
        address = training_data.upload(account, job.data)
        quiet_sdk()
        from sagemaker.core.training.configs import InputData

        with TemporaryDirectory() as folder:
            code = source.stage(Path(folder) / "code")
            asked = trainer(account, self.training, job, code)
            channel = InputData(channel_name=CHANNEL, data_source=address)
            asked.train(input_data_config=[channel], wait=False, logs=False)
        return str(asked._latest_training_job.training_job_name)  # noqa: SLF001 - the SDK has no other way

    def _fetch(self, account: Account, job: dict[str, Any]) -> None:
        name, status = job["TrainingJobName"], job["TrainingJobStatus"]
        if status != "Completed":
            raise CloudError(
                f"{name} is {status}: {job.get('FailureReason', 'no reason given')} Its log is in "
                f"CloudWatch, /aws/sagemaker/TrainingJobs. The same command goes on from its "
                "checkpoint."
            )
        bucket, key = storage.bucket_and_key(job["ModelArtifacts"]["S3ModelArtifacts"])
        self.artifact.parent.mkdir(parents=True, exist_ok=True)
        try:
            account.client("s3").download_file(bucket, key, str(self.artifact))
        except ClientError as error:
            if is_absent(error):
                raise CloudError(f"{name} has left no s3://{bucket}/{key}.") from error
            raise
        for metric in job.get("FinalMetricDataList", []):
            print(f"{metric['MetricName']}: {metric['Value']:.4f}")
        if self.teacher:
            print(f"{self.artifact} holds what the teacher says of each review. Unpack it, then:")
            print("python -m model.train --large-teacher FOLDER/verdicts.npz")
            return
        print(f"{self.artifact} holds the model. Next: register --artifact {self.artifact}")

    def _plan(self, account: Account, job: Job) -> list[Item]:
        training_data.files(job.data)
        kind = "spot" if self.training.spot else "on demand"
        detail = f"{self.training.instance_type}, {kind}, at most {self.training.max_hours:g} h"
        price = dollars_per_hour(self.training)
        return [Item("training job", f"{job_prefix(account, job)}-…", detail, price)]


def _under_way(account: Account, job: Job) -> str | None:
    """The job that an earlier run of the command started. Another run's name may contain ours."""
    prefix = job_prefix(account, job)
    jobs = account.client("sagemaker").get_paginator("list_training_jobs")
    pages = jobs.paginate(NameContains=prefix, StatusEquals="InProgress")
    for found in (each for page in pages for each in page["TrainingJobSummaries"]):
        name = str(found["TrainingJobName"])
        if re.fullmatch(re.escape(prefix) + r"-\d+", name):  # digits: the SDK's time
            print(f"▸ {name} is under way", file=sys.stderr)
            return name
    return None
