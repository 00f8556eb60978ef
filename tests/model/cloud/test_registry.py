"""The registry: what a version carries, and which may be served."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from model.artifact import DEFAULT_ARTIFACT, load_artifact
from model.cloud import bundle, registry
from model.cloud.account import Account
from tests.model.cloud.conftest import IMAGE, Run, refusal

SHIPPED = load_artifact(DEFAULT_ARTIFACT)


def test_a_version_carries_what_it_scored_and_came_from(registered: Run, account: Account) -> None:
    del registered
    [package] = registry.packages(account)
    found = account.client("sagemaker").describe_model_package(ModelPackageName=package.arn)
    training = SHIPPED.metrics["training"]
    assert package.metadata["artifact_version"] == SHIPPED.version
    assert package.metadata["data_hash"] == training["data_hash"]
    assert package.metadata["git_commit"] == training["commit"]
    accuracy = SHIPPED.metrics["group_split_validation"]["accuracy"]
    assert float(package.metadata["accuracy"]) == accuracy
    assert found["ModelApprovalStatus"] == "Approved"
    metrics = found["ModelMetrics"]["ModelQuality"]["Statistics"]["S3Uri"]
    stored = account.client("s3").get_object(
        Bucket=account.bucket, Key=metrics.removeprefix(f"s3://{account.bucket}/")
    )
    assert json.loads(stored["Body"].read()) == SHIPPED.metrics


def test_where_it_came_from_is_told(run: Run, account: Account, tmp_path: Path) -> None:
    """By `register` and by `status`, for a model of a training job too."""
    trained = replace(
        SHIPPED,
        metrics=SHIPPED.metrics
        | {"training": {"commit": "abc", "data_hash": "0123456789abcdef", "job": "dev-train-1"}},
    )
    trained.save(tmp_path)
    said = run("setup", f"register --image {IMAGE} --artifact {tmp_path}")
    lineage = "commit abc, data 0123456789ab, training job dev-train-1"
    assert lineage in said
    assert lineage in run("status")
    [package] = registry.packages(account)
    assert package.metadata["training_job"] == "dev-train-1"


def test_a_model_trained_here_says_so(registered: Run) -> None:
    training = SHIPPED.metrics["training"]
    came = f"commit {training['commit']}, data {training['data_hash'][:12]}, trained outside"
    assert came in registered("status")


def test_the_same_artifact_is_registered_once(registered: Run, account: Account) -> None:
    registered("register", f"register --image {IMAGE}")
    assert len(registry.packages(account)) == 1


def test_what_was_packed_is_the_artifact(tmp_path: Path) -> None:
    first = bundle.pack(DEFAULT_ARTIFACT, tmp_path / "1.tar.gz").read_bytes()
    again = bundle.pack(DEFAULT_ARTIFACT, tmp_path / "2.tar.gz").read_bytes()
    unpacked = bundle.unpack(tmp_path / "1.tar.gz", tmp_path / "unpacked")
    assert first == again
    assert load_artifact(unpacked).version == SHIPPED.version


@pytest.mark.parametrize("content", [b"", b"no archive", "cut"])
def test_what_is_no_archive_is_told(run: Run, tmp_path: Path, content: bytes | str) -> None:
    path = tmp_path / "model.tar.gz"
    if isinstance(content, str):
        bundle.pack(DEFAULT_ARTIFACT, path)
        content = path.read_bytes()[:100_000]
    path.write_bytes(content)
    told = f"{path} is neither a model's folder nor a whole model.tar.gz"
    assert told in refusal(run, f"register --artifact {path}")


def test_another_version_than_those_there(registered: Run) -> None:
    told = f"There is no version 99 in review-sentiment-dev: version 1 (artifact {SHIPPED.version}"
    assert told in refusal(registered, "monitor --version 99")


def test_production_waits_for_a_person(run: Run) -> None:
    stage = "--stage prod"
    said = run(f"setup {stage}", f"register --image {IMAGE} {stage}")
    assert "PendingManualApproval" in said
    assert "register --approve" in refusal(run, f"deploy {stage}")
    assert "PendingManualApproval" in run(f"deploy {stage} --force --dry-run")
    assert "Approved" in run(f"register --approve --image {IMAGE} {stage}")
    assert "Approved" in run(f"deploy {stage} --dry-run")


def test_what_is_missing_is_said(run: Run) -> None:
    assert "`python -m model.cloud setup --stage dev`" in refusal(run, "register")
    assert "register --stage dev` first" in refusal(run, "deploy")
    run("setup")
    assert "no serving image in the repository review-sentiment/dev" in refusal(run, "register")


def test_a_broken_artifact_is_refused(run: Run, tmp_path: Path) -> None:
    assert "is not a model artifact" in refusal(run, f"register --artifact {tmp_path}")
