"""Whatever the disk or SQLite say, as a sentence with a way on."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class JournalError(Exception):
    """The journal cannot be read or written; the message is a sentence with a way on."""


@contextmanager
def as_journal_error(folder: Path) -> Iterator[None]:
    """For the block that touches the files in the folder."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise JournalError(_sentence(error, folder)) from error


def _sentence(error: Exception, folder: Path) -> str:
    # By number: the message may quote a path, and a folder may be called “fuller”.
    of_sqlite = getattr(error, "sqlite_errorcode", 0) & 0xFF
    of_disk = getattr(error, "errno", None)
    if of_sqlite == sqlite3.SQLITE_FULL or of_disk in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full. Free some space on the disk of {folder}, then go on."
    if of_sqlite in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"Another program holds the files in {folder}. Wait until it is done, then go on."
    return (
        f"The folder {folder} cannot be used ({error}). Check that it can be written to, or set "
        "SENTIMENT_DATA_DIR to another one."
    )
