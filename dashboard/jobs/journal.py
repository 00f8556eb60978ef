"""What outlives the process: a SQLite journal of jobs and answers, and each job's file as Parquet.

An answer is kept with the SHA-256 of its text and the version of the model that gave it. The same
text in another file of the same owner is looked up, not asked again. Deleting a job deletes its
file and its answers.
"""

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
from filelock import FileLock

from dashboard.jobs import private
from dashboard.jobs.journal_error import JournalError, as_journal_error
from dashboard.jobs.outcome import Outcome
from dashboard.jobs.rows import (
    ANSWER,
    SCHEMA,
    SCHEMA_VERSION,
    Answer,
    Entry,
    State,
    columns,
    marks,
    to_entry,
    to_json,
    to_outcome,
    to_row,
)
from dashboard.reading.roles import Roles


class Journal:
    """Safe to use from several threads, and from several processes at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        with as_journal_error(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = private.create(folder / "jobs.sqlite3")
            self._db = sqlite3.connect(path, timeout=30, check_same_thread=False)
            # WAL and NORMAL: what was committed survives kill -9; secure_delete wipes what goes.
            for setting in (
                "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON",
            ):  # fmt: skip
                self._db.execute(f"PRAGMA {setting}")
            self._prepare()
        private.restrict(self._file(entry.id) for entry in self.entries())  # of earlier versions

    def _prepare(self) -> None:
        """Make the tables; a file of a newer program is left as it is."""
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA_VERSION:
            self._db.close()
            raise JournalError(
                f"A newer version of this program wrote the jobs in {self.folder}. Install that "
                "one, or set SENTIMENT_DATA_DIR to another folder."
            )
        self._db.executescript(SCHEMA)
        self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def add(self, entry: Entry, table: pd.DataFrame) -> None:
        """A job and its file, or neither. Raises JournalError."""
        path = self._file(entry.id)
        with as_journal_error(self.folder):
            try:
                table.to_parquet(private.create(path), compression="zstd")
                with self._transaction() as db:
                    values = columns(entry)
                    db.execute(f"INSERT INTO jobs VALUES ({marks(len(values))})", values)  # noqa: S608
            except BaseException:
                for left in (path, self._lock_file(entry.id)):
                    left.unlink(missing_ok=True)
                raise

    def entries(self) -> list[Entry]:
        """All jobs, the newest first."""
        with self._transaction() as db:
            return [to_entry(row) for row in db.execute("SELECT * FROM jobs ORDER BY created DESC")]

    def entry(self, job: str) -> Entry | None:
        with self._transaction() as db:
            row = db.execute("SELECT * FROM jobs WHERE id = ?", (job,)).fetchone()
        return to_entry(row) if row else None

    def table(self, job: str) -> pd.DataFrame:
        """The job's file. Raises JournalError."""
        with as_journal_error(self.folder):
            try:
                return pd.read_parquet(self._file(job))
            except FileNotFoundError:
                raise JournalError(
                    "The file of this job is no longer there. Upload it again: what was scored is "
                    "remembered and costs nothing."
                ) from None

    def answers(self, job: str) -> dict[int, tuple[Outcome, str]]:
        """By the number of the text, with the model that gave it."""
        with self._transaction() as db:
            query = f"SELECT number, {ANSWER} FROM answers WHERE job = ?"  # noqa: S608
            rows = db.execute(query, (job,))
            return {number: (to_outcome(rest), rest[0]) for number, *rest in rows}

    def record(self, job: str, answers: Sequence[Answer], n_done: int) -> None:
        """All of them or none; nothing if the job was deleted meanwhile."""
        with self._transaction() as db:
            if not db.execute("UPDATE jobs SET n_done = ? WHERE id = ?", (n_done, job)).rowcount:
                return
            db.executemany(
                f"INSERT OR REPLACE INTO answers VALUES ({marks(11)})",  # noqa: S608
                [(job, *to_row(answer)) for answer in answers],
            )

    def forget_failed(self, job: str) -> None:
        with self._transaction() as db:
            db.execute("DELETE FROM answers WHERE job = ? AND status = 'failed'", (job,))

    def reuse(self, job: str, model: str, wanted: Mapping[int, bytes]) -> None:
        """Take over what the same model said of these texts in other jobs of the same owner."""
        others = (
            "FROM jobs AS mine JOIN jobs AS other ON other.owner IS mine.owner"
            " CROSS JOIN answers ON answers.job = other.id"
        )
        which = "WHERE mine.id = ? AND other.id != mine.id AND model = ? AND status != 'failed'"
        with self._transaction() as db:
            some = db.execute(f"SELECT 1 {others} {which} LIMIT 1", (job, model))
            if not some.fetchone():  # or a first large file would be listed for nothing
                return
            db.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (text BLOB PRIMARY KEY, number INT)")
            db.execute("DELETE FROM wanted")
            rows = [(text, number) for number, text in wanted.items()]
            db.executemany("INSERT INTO wanted VALUES (?, ?)", rows)
            # All answers are read through, once for each job: an index would cost more, all along.
            db.execute(
                f"INSERT OR IGNORE INTO answers SELECT mine.id, wanted.number, text, {ANSWER}"
                f" {others} CROSS JOIN wanted USING (text) {which}",
                (job, model),
            )

    def set_state(self, job: str, state: State, why: str, n_done: int) -> None:
        with self._transaction() as db:
            db.execute(
                "UPDATE jobs SET state = ?, why = ?, n_done = ? WHERE id = ?",
                (state, why, n_done, job),
            )

    def set_roles(self, job: str, roles: Roles) -> None:
        with self._transaction() as db:
            db.execute("UPDATE jobs SET roles = ? WHERE id = ?", (to_json(roles), job))

    def delete(self, job: str) -> None:
        """The job, its answers and its file."""
        with self._transaction() as db:
            db.execute("DELETE FROM jobs WHERE id = ?", (job,))
        with self._lock, as_journal_error(self.folder):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            for path in (self._file(job), self._lock_file(job)):
                path.unlink(missing_ok=True)

    def runner(self, job: str) -> FileLock:
        """Held by the process that runs the job; it lets go when the process ends, however."""
        return FileLock(self._lock_file(job), timeout=0, thread_local=False)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _file(self, job: str) -> Path:
        return self.folder / f"{job}.parquet"

    def _lock_file(self, job: str) -> Path:
        return self.folder / f"{job}.lock"

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, as_journal_error(self.folder), self._db:
            yield self._db
