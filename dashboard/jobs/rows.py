"""What stands in the journal's two tables, and how it becomes objects and back."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Literal

import pandas as pd

from dashboard.jobs.outcome import Outcome
from dashboard.reading.roles import Roles

State = Literal["running", "paused", "cancelled", "done"]
Answer = tuple[int, bytes, Outcome, str]  # number and hash of a text, its outcome, the model

# Raise this when the tables change, and teach journal.py to migrate older files.
SCHEMA_VERSION = 1
SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY,
    owner TEXT,
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    roles TEXT NOT NULL,
    created REAL NOT NULL,
    n_rows INTEGER NOT NULL,
    n_done INTEGER NOT NULL,
    state TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS answers (
    job TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE,
    number INTEGER NOT NULL,
    text BLOB NOT NULL,
    model TEXT NOT NULL,
    status TEXT NOT NULL,
    detail TEXT NOT NULL,
    sentiment TEXT,
    probability REAL,
    confidence REAL,
    uncertain INTEGER,
    flags TEXT NOT NULL,
    PRIMARY KEY (job, number)
) STRICT, WITHOUT ROWID;
"""
ANSWER = "model, status, detail, sentiment, probability, confidence, uncertain, flags"


@dataclass(frozen=True)
class Entry:
    """What is known of a job without opening its file."""

    id: str
    owner: str | None
    file_name: str
    file_hash: str  # SHA-256 of the file as it was uploaded
    roles: Roles
    created: float
    n_rows: int
    n_done: int = 0
    state: State = "running"
    why: str = ""


@dataclass(frozen=True)
class Source:
    """The file that a job's table was read from."""

    name: str
    sha256: str

    @classmethod
    def of(cls, name: str, data: bytes) -> "Source":
        return cls(name, hashlib.sha256(data).hexdigest())


def new_entry(table: pd.DataFrame, roles: Roles, source: Source, owner: str | None = None) -> Entry:
    now = datetime.now(UTC).timestamp()
    # The id stands in the URL: nobody may guess it.
    job_id = secrets.token_urlsafe(16)
    return Entry(job_id, owner, source.name, source.sha256, roles, now, len(table))


_COLUMNS = tuple(field.name for field in fields(Entry))


def marks(n: int) -> str:
    return ", ".join("?" * n)


def columns(entry: Entry) -> tuple[Any, ...]:
    return tuple((asdict(entry) | {"roles": to_json(entry.roles)}).values())


def to_json(roles: Roles) -> str:
    return json.dumps(asdict(roles))


def to_entry(row: tuple[Any, ...]) -> Entry:
    values = dict(zip(_COLUMNS, row, strict=True))
    return Entry(**(values | {"roles": Roles(**json.loads(values["roles"]))}))


def to_row(answer: Answer) -> tuple[Any, ...]:
    number, text, outcome, model = answer
    return (number, text, model, *outcome[:-1], " ".join(outcome.flags))


def to_outcome(row: Sequence[Any]) -> Outcome:
    _, status, detail, sentiment, probability, confidence, uncertain, flags = row
    unsure = None if uncertain is None else bool(uncertain)
    noticed = tuple(flags.split()) if flags else ()
    return Outcome(status, detail, sentiment, probability, confidence, unsure, noticed)
