"""`data` puts the training data where `train` and `tune` read it."""

from pathlib import Path

import pytest

from model.cloud import training_data
from model.cloud.account import Account
from tests.model.cloud.conftest import Run, refusal
from tests.model.toy_language import toy_reviews


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    run("setup")
    reviews = toy_reviews(10, unlabelled=False, seed=1)
    for name in ("train", "unsup"):
        reviews.to_parquet(tmp_path / f"{name}.parquet")
    return tmp_path


def stored(account: Account, address: str) -> dict[str, bytes]:
    """What a job that reads the address finds, by name."""
    s3, bucket = account.client("s3"), account.bucket
    prefix = address.removeprefix(f"s3://{bucket}/")
    found = s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
    keys = [each["Key"] for each in found]
    bodies = [s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys]
    return {key.removeprefix(prefix): body for key, body in zip(keys, bodies, strict=True)}


@pytest.mark.parametrize("name", ["", "train.parquet"])  # a file stands for the archive
def test_a_job_finds_what_data_put_there(
    run: Run, account: Account, folder: Path, name: str
) -> None:
    address = run(f"data --data {folder / name}").strip()
    files = [folder / name] if name else sorted(folder.iterdir())
    assert training_data.upload(account, folder / name) == address
    assert stored(account, address) == {file.name: file.read_bytes() for file in files}
    assert len(stored(account, account.s3("data", ""))) == len(files)


def test_changed_data_is_other_data(account: Account, folder: Path) -> None:
    """Of the same length too; a job under way keeps what it began with."""
    before = (folder / "train.parquet").read_bytes()
    first = training_data.upload(account, folder)
    (folder / "train.parquet").write_bytes(before[::-1])
    (folder / "unsup.parquet").unlink()
    second = training_data.upload(account, folder)
    assert stored(account, first)["train.parquet"] == before
    assert stored(account, second) == {"train.parquet": before[::-1]}


def test_there_must_be_data_and_a_bucket(run: Run, tmp_path: Path) -> None:
    assert "is neither the archive nor a folder" in refusal(run, f"data --data {tmp_path}")
    (tmp_path / "train.parquet").touch()
    assert "There is no bucket yet" in refusal(run, f"data --data {tmp_path}")


def test_dry_run_moves_nothing(run: Run, account: Account, folder: Path) -> None:
    assert account.s3("data", "") in run(f"data --data {folder} --dry-run")
    assert not stored(account, account.s3("data", ""))
