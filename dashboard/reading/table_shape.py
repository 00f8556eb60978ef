"""How large a table may be, and what its columns are called."""

from collections.abc import Iterable, Iterator
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


def at_most(n: int, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, without the header. Raises UnreadableFile when there are more."""
    for i, row in enumerate(rows):
        if i >= n:
            raise UnreadableFile(
                f"The file has more than {n:,} rows. Split it and upload the parts."
            )
        yield row
