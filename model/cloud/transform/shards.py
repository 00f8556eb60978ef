"""The rows of a table as JSON Lines in shards, the same bytes each time."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from model.cloud.transform.table import Table
from model.contract.limits import MAX_CHARACTERS


@dataclass(frozen=True)
class Shard:
    name: str  # its number, so that names sort as the rows do, and the hash of its lines
    n_lines: int
    body: bytes


def cut(table: Table, shard_bytes: int) -> Iterator[Shard]:
    """Shards of at least so many bytes, but for the last."""
    lines: list[bytes] = []
    n_bytes = n_shards = 0
    for number, row in enumerate(table.rows(), 1):
        lines.append(_line(number, row[table.column]))
        n_bytes += len(lines[-1])
        if n_bytes >= shard_bytes:
            yield _shard(n_shards, lines)
            lines, n_bytes, n_shards = [], 0, n_shards + 1
    if lines:
        yield _shard(n_shards, lines)


def _line(number: int, text: str) -> bytes:
    # What the model refuses unread is not sent: it could be larger than any request.
    review = {"id": str(number), "text": text if len(text) <= MAX_CHARACTERS else ""}
    return json.dumps(review).encode() + b"\n"


def _shard(number: int, lines: list[bytes]) -> Shard:
    body = b"".join(lines)
    name = f"{number:05}-{hashlib.sha256(body).hexdigest()[:16]}.jsonl"
    return Shard(name, len(lines), body)
