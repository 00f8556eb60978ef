"""What a training or a tuning job asks for, read back from moto, and what cannot start."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from moto.sagemaker.models import sagemaker_backends

from model.cloud.account import Account
from model.cloud.training import train
from model.cloud.training.trainer import Job
from tests.model.cloud.conftest import Run
from tests.model.toy_language import toy_reviews

KEY = "arn:aws:kms:us-east-1:123456789012:key/k"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    toy_reviews(10, unlabelled=False, seed=1).to_parquet(tmp_path / "train.parquet")
    return tmp_path


def test_the_plan_has_the_price(run: Run, data: Path) -> None:
    said = run(f"train --data {data} --dry-run --instance-type ml.c5.xlarge --max-hours 3")
    assert "ml.c5.xlarge, spot, at most 3 h" in said
    assert "$0.204 an hour" in said


def test_the_tuning_job(run: Run, account: Account, data: Path) -> None:
    run("setup")
    address = run(f"data --data {data}").strip()
    ranges = ["plan.n_hidden=32:96", "plan.learning_rate=0.001:0.01"]
    command = [sys.executable, "-m", "model.cloud", "tune", "--data", str(data)]
    place = ["--kms-key", KEY, "--subnets", "subnet-1", "--security-groups", "sg-1"]
    # In a process of its own: the SDK leaves temporary folders to the garbage collector.
    name = subprocess.check_output([*command, *place, "--ranges", *ranges], text=True)
    sagemaker = account.client("sagemaker")
    (job,) = sagemaker.list_hyper_parameter_tuning_jobs()["HyperParameterTuningJobSummaries"]
    assert job["HyperParameterTuningJobName"] in name
    found: dict[str, Any] = sagemaker.describe_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=job["HyperParameterTuningJobName"]
    )
    config, definition = found["HyperParameterTuningJobConfig"], found["TrainingJobDefinition"]
    assert config["HyperParameterTuningJobObjective"]["MetricName"] == "validation:accuracy"
    (whole,) = config["ParameterRanges"]["IntegerParameterRanges"]
    assert (whole["Name"], whole["MinValue"], whole["MaxValue"]) == ("plan__n_hidden", "32", "96")
    assert definition["StaticHyperParameters"]["sagemaker_program"] == "model/train.py"
    assert config["ResourceLimits"]["MaxParallelTrainingJobs"] == 2
    assert definition["StaticHyperParameters"]["run"] == "/opt/ml/checkpoints/$TRAINING_JOB_NAME"
    assert definition["CheckpointConfig"]["S3Uri"].endswith("/checkpoints/tuning/")
    (reviews,) = (each for each in definition["InputDataConfig"] if each["ChannelName"] == "imdb")
    assert reviews["DataSource"]["S3DataSource"]["S3Uri"] == address
    assert definition["RoleArn"] == account.role_arn
    assert definition["OutputDataConfig"]["KmsKeyId"] == KEY
    assert definition["ResourceConfig"]["VolumeKmsKeyId"] == KEY
    assert definition["VpcConfig"] == {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
    assert definition["EnableManagedSpotTraining"] is True
    assert definition["StoppingCondition"]["MaxRuntimeInSeconds"] == 12 * 3600
    tags = sagemaker.list_tags(ResourceArn=found["HyperParameterTuningJobArn"])["Tags"]
    assert account.tags.items() <= {tag["Key"]: tag["Value"] for tag in tags}.items()


@pytest.fixture
def under_way(run: Run, account: Account) -> Callable[[str], None]:
    """Starts a job of that name, as the SDK gives it, outside this command."""
    run("setup")

    def start(name: str) -> None:
        account.client("sagemaker").create_training_job(
            TrainingJobName=name,
            RoleArn=account.role_arn,
            AlgorithmSpecification={"TrainingImage": "image", "TrainingInputMode": "File"},
            OutputDataConfig={"S3OutputPath": account.s3("trained")},
            ResourceConfig={"InstanceType": "ml.c5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
            StoppingCondition={"MaxRuntimeInSeconds": 60},
        )
        jobs = sagemaker_backends[account.number][account.place.region].training_jobs
        jobs[name].training_job_status = "InProgress"

    return start


@pytest.mark.parametrize("run_name", ["imdb-qrnn", "imdb_qrnn"])
def test_the_job_of_this_run_is_waited_for(
    account: Account, under_way: Callable[[str], None], run_name: str
) -> None:
    under_way("review-sentiment-dev-train-imdb-qrnn-20261127230000")
    found = train._under_way(account, Job(run_name, Path("x.tar.gz"), ()))
    assert found == "review-sentiment-dev-train-imdb-qrnn-20261127230000"


@pytest.mark.parametrize(
    "name",
    [
        "review-sentiment-dev-train-imdb-qrnn-large-20261127230000",
        "review-sentiment-dev-teach-imdb-qrnn-20261127230000",
        "other-review-sentiment-dev-train-imdb-qrnn-20261127230000",
    ],
)
def test_the_job_of_another_run_is_not(
    account: Account, under_way: Callable[[str], None], name: str
) -> None:
    under_way(name)
    assert train._under_way(account, Job("imdb-qrnn", Path("x.tar.gz"), ())) is None


def test_the_teacher_does_not_wait_for_the_pupil(
    account: Account, under_way: Callable[[str], None]
) -> None:
    job = Job("imdb-qrnn", Path("x.tar.gz"), (), teacher=True)
    under_way("review-sentiment-dev-train-imdb-qrnn-20261127230000")
    assert train._under_way(account, job) is None
    under_way("review-sentiment-dev-teach-imdb-qrnn-20261127230000")
    assert train._under_way(account, job) is not None


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("train --data {data}/none", "neither the archive nor a folder"),
        ("train --data {data} --settings epochs", "Settings are name=value"),
        ("tune --data {data} --ranges plan.n_hidden=many", "A range is name=low:high"),
    ],
)
def test_what_cannot_start(run: Run, data: Path, line: str, sentence: str) -> None:
    run("setup")
    with pytest.raises(SystemExit, match=sentence):
        run(line.format(data=data))
