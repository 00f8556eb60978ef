"""What people decided about reviews: kept in SQLite beside the jobs, by the text's hash.

A correction holds for the same text in every file of its owner, and outlives the job.
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from dashboard.jobs import private
from dashboard.jobs.journal_error import as_journal_error
from dashboard.jobs.texts import text_hash
from dashboard.results import NEGATIVE, POSITIVE

SKIPPED = "Skipped"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS corrections (
    owner TEXT NOT NULL,
    text_hash BLOB NOT NULL,
    text TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('Positive', 'Negative', 'Skipped')),
    decided TEXT NOT NULL,
    PRIMARY KEY (owner, text_hash)
) STRICT, WITHOUT ROWID;
"""


class Corrections:
    """Safe to use from several threads. `owner` is empty where nobody signs in.

    Whatever the disk refuses is a JournalError.
    """

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        with as_journal_error(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._path = private.create(folder / "corrections.sqlite3")
        with self._transaction() as db:
            db.executescript(_SCHEMA)

    def decide(self, text: str, verdict: str, owner: str = "") -> None:
        """The last word about a text holds."""
        row = (owner, text_hash(text), text, verdict, datetime.now(UTC).isoformat())
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO corrections VALUES (?, ?, ?, ?, ?)", row)

    def forget(self, text: str, owner: str = "") -> None:
        with self._transaction() as db:
            db.execute(
                "DELETE FROM corrections WHERE owner = ? AND text_hash = ?",
                (owner, text_hash(text)),
            )

    def forget_all(self, owner: str = "") -> None:
        with self._transaction() as db:
            db.execute("DELETE FROM corrections WHERE owner = ?", (owner,))

    def decided(self, owner: str = "") -> dict[str, str]:
        """Text -> Positive, Negative or Skipped, in the order they were decided."""
        query = "SELECT text, verdict FROM corrections WHERE owner = ? ORDER BY decided"
        with self._transaction() as db:
            return dict(db.execute(query, (owner,)).fetchall())

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with (
            self._lock,
            as_journal_error(self._path.parent),
            closing(sqlite3.connect(self._path, timeout=30)) as db,
            db,
        ):
            db.execute("PRAGMA secure_delete=ON")
            yield db


def verdicts(decided: dict[str, str]) -> dict[str, str]:
    """Without those that were skipped."""
    return {text: verdict for text, verdict in decided.items() if verdict != SKIPPED}


def training_file(decided: dict[str, str], texts: Iterable[str] | None = None) -> bytes:
    """Parquet with `text` and `label` (1 or 0): `python -m model.train --extra-data FILE` reads it.

    Not CSV: a spreadsheet would need its formulas escaped, and the model would learn the escapes.
    """
    wanted = None if texts is None else set(texts)
    rows = [
        (text, {POSITIVE: 1, NEGATIVE: 0}[verdict])
        for text, verdict in verdicts(decided).items()
        if wanted is None or text in wanted
    ]
    return pd.DataFrame(rows, columns=["text", "label"]).to_parquet(index=False)
