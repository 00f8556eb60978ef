"""What `transform` says before it starts. What it does: tests/stack/test_transform.py."""

import csv
import re
from pathlib import Path

import pytest

from dashboard.jobs import cost
from model.cloud import prices
from model.cloud.account import Account
from model.cloud.transform import command
from tests.model.cloud.conftest import Run, refusal

ROOT = Path(__file__).parents[3]
KEY = "arn:aws:kms:us-east-1:123456789012:key/k"


@pytest.fixture
def reviews(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    path.write_text("text\n" + "A fine film.\n" * 1000)
    return path


def test_the_estimate(run: Run, reviews: Path) -> None:
    said = run(f"transform {reviews} --dry-run --instances 2 --instance-type ml.c5.large")
    assert "1,000 rows" in said
    assert "2 x ml.c5.large about 4 minutes, $0.01" in said  # 0.102 dollars an hour, 240 s, twice


def test_the_time_grows_with_the_file(
    run: Run, reviews: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_BYTES_PER_SECOND", 10)  # 13 kB on two cores: 650 s, and 240
    said = run(f"transform {reviews} --dry-run --instance-type ml.c5.large")
    assert "about 15 minutes, $0.03" in said


def test_the_estimate_follows_from_the_speed_that_was_measured() -> None:
    line = r"\| model server, over HTTP \|[^|]+\|[^|]+\| ([\d,]+) \|"
    [per_second] = re.findall(line, (ROOT / "README.md").read_text("utf-8"))
    with (ROOT / "dashboard/samples/reviews.csv").open(encoding="utf-8", newline="") as file:
        words = " ".join(row["review"] for row in csv.DictReader(file)).split()
    n_bytes = 230 * len(" ".join(words).encode()) / len(words)  # of a review of the benchmark
    on_one_core = int(per_second.replace(",", "")) * n_bytes / 2
    # Room for another day's measurement, not for another program's.
    assert pytest.approx(on_one_core / 2, rel=0.25) == command._BYTES_PER_SECOND


@pytest.mark.parametrize(
    ("instance_type", "n"),
    [
        ("ml.t2.medium", 2),
        ("ml.c5.large", 2),
        ("ml.c5.xlarge", 4),
        ("ml.c5.2xlarge", 8),
        ("ml.c5.9xlarge", 36),
        ("ml.m5.12xlarge", 48),
        ("ml.new.huge", 2),
        ("ml.new.halfxlarge", 2),
    ],
)
def test_how_many_cores_a_machine_has(instance_type: str, n: int) -> None:
    assert prices.cores(instance_type) == n


def test_the_dashboard_reckons_alike() -> None:
    machine = command.Transform.instance_type
    per_second = command._BYTES_PER_SECOND * prices.cores(machine)
    assert per_second == cost._BATCH_BYTES_PER_SECOND
    assert cost._BATCH_STARTUP_S == command._STARTUP_S
    assert prices.instance_hour(machine) == cost._ENDPOINT_HOUR


def test_the_job_is_encrypted_and_tagged(registered: Run, account: Account, reviews: Path) -> None:
    """moto answers no row, so the command gives up; the job is there to be read."""
    registered("deploy")
    said = refusal(registered, f"transform {reviews} --kms-key {KEY} --attempts 1")
    assert "shards failed 1 times" in said
    sagemaker = account.client("sagemaker")
    [summary] = sagemaker.list_transform_jobs()["TransformJobSummaries"]
    job = sagemaker.describe_transform_job(TransformJobName=summary["TransformJobName"])
    tags = sagemaker.list_tags(ResourceArn=job["TransformJobArn"])["Tags"]
    assert job["TransformOutput"]["KmsKeyId"] == KEY
    assert job["TransformResources"]["VolumeKmsKeyId"] == KEY
    assert {tag["Key"]: tag["Value"] for tag in tags} == account.tags


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("{file} --column review", "has no column 'review', only 'text'. Name the one"),
        ("{file} --max-dollars 0", "more than --max-dollars 0"),
        ("{file}.gone", "cannot be read: No such file"),
        ("{file}", "There is no endpoint review-sentiment-dev"),
        ("{file} --delimiter ;;", "--delimiter must be one character"),
        ('{file} --delimiter "', "--delimiter must be one character"),
        ("{file} --instances 0", "--instances and --attempts must be at least 1"),
        ("{file} --attempts 0", "--instances and --attempts must be at least 1"),
        ("{file} --out {file}.gone/x.csv", "There is no folder .*gone. Make it"),
        ("{file} --out /", "/ is a folder. Name a file in it by --out"),
    ],
)
def test_what_cannot_start(run: Run, reviews: Path, options: str, sentence: str) -> None:
    with pytest.raises(SystemExit, match=sentence):
        run(f"transform {options.format(file=reviews)}")


def test_a_file_that_is_not_utf8(run: Run, reviews: Path) -> None:
    reviews.write_bytes("text\nCafé\n".encode("latin-1"))
    with pytest.raises(SystemExit, match="is not UTF-8"):
        run(f"transform {reviews}")
