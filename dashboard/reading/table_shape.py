"""How large a table may be, and what its columns are called."""

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

from dashboard.reading.text_encoding import UnreadableFile

MAX_COLUMNS = 1_000
MAX_ROWS = 1_000_000

Row = TypeVar("Row")


def column_names(header: list[str], width: int) -> list[str]:
    """Empty names become “column 3”, and a name's second use “name (2)”."""
    names: list[str] = []
    for i in range(width):
        wanted = header[i] if i < len(header) and header[i].strip() else f"column {i + 1}"
        names.append(unused_name(wanted, names))
    return names


def unused_name(wanted: str, taken: list[str]) -> str:
    name, n = wanted, 1
    while name in taken:
        n += 1
        name = f"{wanted} ({n})"
    return name


def too_many_rows(n: int) -> UnreadableFile:
    return UnreadableFile(f"The file has more than {n:,} rows. Split it and upload the parts.")


def at_most(n: int, rows: Iterable[Row]) -> list[Row]:
    """Raises UnreadableFile as soon as there are more."""
    taken = list(islice(rows, n + 2))  # one may be the header
    if len(taken) > n + 1:
        raise too_many_rows(n)
    return taken
