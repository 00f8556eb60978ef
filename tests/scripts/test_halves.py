"""scripts/deploy, scripts/teardown and model/container/push: which stage, region and bucket they
mean. moto stands for AWS; npx, npm, the AWS CLI and docker only write down how they were called."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from model.cloud.practice.servers import Environment, aws, s3_client

ROOT = Path(__file__).parents[2]
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/review-sentiment/dev@sha256:" + "a" * 64
_NOTE = 'echo "$(basename "$0")" "$@" "in $AWS_REGION" >>"$CALLS"\n'
_PROGRAMS = {
    "npx": _NOTE,
    "npm": _NOTE + "exit 1",  # what comes after the endpoint is not of interest
    "docker": _NOTE,
    "git": 'case "$1" in rev-parse) echo abc ;; esac',
    "aws": _NOTE + 'case "$1 $2" in "sts "*) echo 1234 ;; "ecr describe-images") exit 1 ;; esac',
}


@pytest.fixture(scope="module")
def cloud() -> Iterator[Environment]:
    with aws() as environment:
        yield environment


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what the scripts need, with Node's packages as if they were installed."""
    root, leave = tmp_path / "project", shutil.ignore_patterns("__pycache__")
    for name in ("model", "scripts"):
        shutil.copytree(ROOT / name, root / name, ignore=leave)
    (root / ".venv").symlink_to(sys.prefix)
    (root / "serverless" / "node_modules").mkdir(parents=True)
    (root / "serverless" / "package-lock.json").touch()
    (root / "calls").touch()
    (root / "bin").mkdir()
    for name, script in _PROGRAMS.items():
        (root / "bin" / name).write_text(f"#!/bin/sh\n{script}\n")
        (root / "bin" / name).chmod(0o755)
    return root


def packages_there(project: Path) -> None:
    """Node's, so that npm is not asked."""
    lock = project / "serverless" / "node_modules" / ".package-lock.json"
    lock.touch()
    os.utime(project / "serverless" / "package-lock.json", (1, 1))


def run(
    project: Path, cloud: Environment, script: str, *options: str
) -> "subprocess.CompletedProcess[str]":
    search = f"{project / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | cloud | {"PATH": search, "CALLS": str(project / "calls")}
    return subprocess.run(
        [project / script, *options],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def calls(project: Path) -> list[str]:
    return (project / "calls").read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    "options",
    [("--stage=prod", "--region=eu-west-1"), ("--stage", "prod", "--region", "eu-west-1")],
)
def test_teardown_takes_the_stage_in_either_form(
    project: Path, cloud: Environment, options: tuple[str, ...]
) -> None:
    packages_there(project)
    done = run(project, cloud, "scripts/teardown", *options)
    assert done.returncode == 0, done.stderr
    assert "Nothing of stage prod is left" in done.stdout
    assert [call.partition(" in ")[0] for call in calls(project)] == [
        "npx osls info --stage prod --region eu-west-1",
        "npx osls remove --stage prod --region eu-west-1",
    ]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--stag", "prod"), "teardown knows no --stag prod."),
        (("prod",), "teardown knows no prod."),
        (("--stage",), "--stage lacks its value."),
        (("--stage=",), "--stage lacks its value."),
        (("--stage", "--with-data"), "--stage lacks its value."),
        (("--stage", "nope"), "There is no stage nope"),
    ],
)
def test_teardown_does_nothing_where_it_does_not_understand(
    project: Path, cloud: Environment, options: tuple[str, ...], told: str
) -> None:
    packages_there(project)
    done = run(project, cloud, "scripts/teardown", *options)
    assert done.returncode == 1
    assert f"✗ {told}" in done.stderr
    assert calls(project) == []


def test_a_dry_run_of_teardown_touches_no_api(project: Path, cloud: Environment) -> None:
    done = run(project, cloud, "scripts/teardown", "--stage=dev", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert calls(project) == []


def buckets(s3: Any) -> set[str]:
    return {each["Name"] for each in s3.list_buckets()["Buckets"]}


def test_deploy_makes_all_of_it_in_the_bucket_and_region_that_were_named(
    project: Path, cloud: Environment
) -> None:
    s3 = s3_client(cloud)
    before = buckets(s3)  # of the other tests: the account is theirs too
    s3.create_bucket(Bucket="mine")
    done = run(
        project, cloud, "scripts/deploy", "--bucket=mine", f"--image={IMAGE}", "--tags", "a=b",
        "c=d", "--memory-mb", "1024",
    )  # fmt: skip
    assert "▸ 4/5 The API" in done.stderr, done.stderr
    assert "Bucket mine and role" in done.stdout
    assert buckets(s3) - before == {"mine"}
    assert s3.list_objects_v2(Bucket="mine")["KeyCount"] > 0


def test_the_region_of_the_stage_is_that_of_all_steps(project: Path, cloud: Environment) -> None:
    packages_there(project)
    stage = project / "model" / "cloud" / "stages" / "dev.toml"
    stage.write_text(stage.read_text("utf-8").replace("us-east-1", "eu-west-1"), "utf-8")
    run(project, cloud, "scripts/teardown")
    assert "--stage dev --region eu-west-1" in calls(project)[0]


@pytest.mark.parametrize(
    ("options", "region"), [((), "us-east-1"), (("--region=eu-west-1",), "eu-west-1")]
)
def test_the_image_goes_where_the_endpoint_will_be(
    project: Path, cloud: Environment, options: tuple[str, ...], region: str
) -> None:
    elsewhere = cloud | {"AWS_REGION": "ap-south-1", "AWS_DEFAULT_REGION": "ap-south-1"}
    done = run(project, elsewhere, "model/container/push", "--stage=prod", *options)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"1234.dkr.ecr.{region}.amazonaws.com/review-sentiment/prod:abc\n"
    asked = [call for call in calls(project) if call.startswith("aws ecr")]
    assert len(asked) > 1
    assert all(call.endswith(f"in {region}") for call in asked)


def test_push_knows_no_other_options(project: Path, cloud: Environment) -> None:
    done = run(project, cloud, "model/container/push", "--bucket", "mine")
    assert done.returncode == 1
    assert "✗ Usage: model/container/push [--stage dev] [--region us-east-1]" in done.stderr
