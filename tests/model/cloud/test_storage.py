"""What is uploaded to the stage's bucket, and what is there already."""

from pathlib import Path
from typing import Any

import pytest

from model.cloud import storage
from model.cloud.account import Account
from tests.model.cloud.conftest import Run


@pytest.fixture
def file(run: Run, account: Account, tmp_path: Path) -> Path:
    """One that is in the bucket, too."""
    run("setup")
    path = tmp_path / "file"
    path.write_bytes(b"x" * 10)
    assert storage.upload(account, path, "key") == f"s3://{account.bucket}/key"
    return path


def stored(account: Account) -> dict[str, Any]:
    found: dict[str, Any] = account.client("s3").get_object(Bucket=account.bucket, Key="key")
    return found


def test_other_content_of_the_same_size_is_uploaded(account: Account, file: Path) -> None:
    file.write_bytes(b"y" * 10)
    storage.upload(account, file, "key")
    assert stored(account)["Body"].read() == b"y" * 10


def test_the_same_is_not_uploaded_again(
    account: Account, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account.client("s3"), "upload_file", None)  # calling it would fail
    storage.upload(account, file, "key")
    assert stored(account)["Body"].read() == b"x" * 10


def test_large_files_are_compared_too(
    account: Account, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In parts: S3 gives no hash of the whole then."""
    file.write_bytes(b"z" * 20_000_000)
    storage.upload(account, file, "key")
    assert stored(account)["ETag"].endswith('-3"')
    monkeypatch.setattr(account.client("s3"), "upload_file", None)
    storage.upload(account, file, "key")
