"""The registry: what a version carries, and which may be served."""

import json
from pathlib import Path

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


def test_the_same_artifact_is_registered_once(registered: Run, account: Account) -> None:
    registered("register", f"register --image {IMAGE}")
    assert len(registry.packages(account)) == 1


def test_what_was_packed_is_the_artifact(tmp_path: Path) -> None:
    first = bundle.pack(DEFAULT_ARTIFACT, tmp_path / "1.tar.gz").read_bytes()
    again = bundle.pack(DEFAULT_ARTIFACT, tmp_path / "2.tar.gz").read_bytes()
    unpacked = bundle.unpack(tmp_path / "1.tar.gz", tmp_path / "unpacked")
    assert first == again
    assert load_artifact(unpacked).version == SHIPPED.version


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
