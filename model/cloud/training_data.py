"""The training data in the bucket: `data` puts it where `train` and `tune` read it.

Its address carries the hash of what it holds. So a changed label makes other data, and a job that
goes on with another machine finds what it began with.
"""

import hashlib
from pathlib import Path

from model.cloud import storage
from model.cloud.account import Account
from model.cloud.errors import CloudError


def files(data: Path) -> list[Path]:
    """The archive itself, or what a folder holds. Raises CloudError if there is no data."""
    found = [data] if data.is_file() else sorted(data.glob("*.parquet"))
    if not found:
        raise CloudError(
            f"{data} is neither the archive nor a folder with train.parquet and unsup.parquet. "
            "`python -m model.cloud data` downloads the archive."
        )
    return found


def upload(account: Account, data: Path) -> str:
    """Where it is in S3, and is put unless it is there: the address of a folder."""
    found = files(data)
    place = f"data/{_hash(found)}"
    for file in found:
        storage.upload(account, file, f"{place}/{file.name}")
    return account.s3(place, "")


def _hash(found: list[Path]) -> str:
    each = "".join(f"{file.name} {storage.sha256(file)}\n" for file in found)
    return hashlib.sha256(each.encode()).hexdigest()[:12]
