"""What a training or a tuning job asks for, read back from moto, and what cannot start."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from model.cloud.account import Account
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
    assert definition["RoleArn"] == account.role_arn
    assert definition["OutputDataConfig"]["KmsKeyId"] == KEY
    assert definition["ResourceConfig"]["VolumeKmsKeyId"] == KEY
    assert definition["VpcConfig"] == {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
    assert definition["EnableManagedSpotTraining"] is True
    assert definition["StoppingCondition"]["MaxRuntimeInSeconds"] == 12 * 3600
    tags = sagemaker.list_tags(ResourceArn=found["HyperParameterTuningJobArn"])["Tags"]
    assert account.tags.items() <= {tag["Key"]: tag["Value"] for tag in tags}.items()


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
