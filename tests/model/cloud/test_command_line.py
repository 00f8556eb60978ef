"""The command line: help that teaches, and one clear sentence for whatever goes wrong."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from model.artifact import DEFAULT_ARTIFACT
from model.cloud import settings
from model.cloud.command_line import COMMANDS, main
from model.cloud.errors import CloudError, is_absent, sentence
from tests.model.cloud.conftest import Run, refusal


def test_every_command_is_there_with_a_sentence(run: Run, capsys: Any) -> None:
    with pytest.raises(SystemExit):
        run("--help")
    said = capsys.readouterr().out
    for command in COMMANDS:
        assert f"• {command.__name__.lower()}" in said
        assert command.__doc__


def test_without_a_command_it_helps(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 0
    assert "The usual way: setup" in capsys.readouterr().out


def test_no_credentials() -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "AWS_EC2_METADATA_DISABLED": "true",
        "HOME": "/nowhere",
    }
    done = subprocess.run(
        [sys.executable, "-m", "model.cloud", "status"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("✗ No AWS credentials were found.")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("ResourceLimitExceeded", "Service Quotas"),
        ("AccessDeniedException", "may not do that"),
        ("ExpiredToken", "have expired"),
        ("ResourceInUse", "name is taken"),
        ("403", "choose one with --bucket"),
        ("SomethingNew", "AWS refused CreateEndpoint (SomethingNew): why"),
    ],
)
def test_what_aws_refuses_is_told(code: str, told: str) -> None:
    error = ClientError({"Error": {"Code": code, "Message": "why"}}, "CreateEndpoint")
    assert told in sentence(error)


@pytest.mark.parametrize(
    ("code", "message", "absent"),
    [
        ("404", "Not Found", True),  # of S3's HEAD
        ("NoSuchEntity", "", True),
        ("RepositoryNotFoundException", "", True),
        ("ValidationException", 'Could not find endpoint "x".', True),
        ("ValidationException", "The role is not valid.", False),
        ("AccessDeniedException", "User: arn:aws:iam::123404567890:user/a may not", False),
        ("AccessDenied", "User a may not, or the bucket was not found", False),
        ("403", "Forbidden", False),
    ],
)
def test_what_may_not_be_seen_is_not_absent(code: str, message: str, absent: bool) -> None:
    error = ClientError({"Error": {"Code": code, "Message": message}}, "ListTags")
    assert is_absent(error) == absent


def test_data_that_is_none(run: Run, tmp_path: Path) -> None:
    assert "is neither the archive nor a folder" in refusal(run, f"evaluate --data {tmp_path}")


def test_a_file_that_cannot_be_read_is_named(run: Run, tmp_path: Path) -> None:
    copy = shutil.copytree(DEFAULT_ARTIFACT, tmp_path / "artifact")
    (copy / "reference.json").unlink(missing_ok=True)
    (copy / "reference.json").mkdir()  # where the command wants to write
    reviews = tmp_path / "reviews.csv"
    reviews.write_text("text,label\nA fine film.,1\n")
    line = f"evaluate --data {reviews} --artifact {copy} --reference"
    assert refusal(run, line) == f"✗ {copy / 'reference.json'}: Is a directory."


def test_an_unknown_stage(run: Run) -> None:
    assert "There is no stage 'nope', only dev, prod" in refusal(run, "status --stage nope")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[serving]\nmemory = 1", "serving.memory: Extra inputs are not permitted"),
        ("[serving]\nmode = 'fast'", "serving.mode: Input should be"),
        ("[serving", "is not TOML"),
    ],
)
def test_a_wrong_stage_file(
    content: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.toml").write_text(content)
    monkeypatch.setattr(settings, "STAGES", tmp_path)
    with pytest.raises(CloudError, match=r"mine\.toml") as raised:
        settings.read("mine")
    assert told in str(raised.value)
