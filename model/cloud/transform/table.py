"""A CSV file read row by row, however large: UTF-8, with a header, perhaps with ragged rows."""

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from model.cloud import storage
from model.cloud.errors import CloudError


@dataclass(frozen=True)
class Table:
    """What is known of the file after one look."""

    path: Path
    delimiter: str
    header: list[str]  # as wide as the widest row
    column: int  # where the reviews are
    n_rows: int
    n_bytes: int
    sha256: str

    def rows(self) -> Iterator[list[str]]:
        """All rows but the header, each as wide as the header."""
        for row in _rows(self.path, self.delimiter):
            yield row + [""] * (len(self.header) - len(row))


def look(path: Path, column: str, delimiter: str) -> Table:
    """Raises CloudError if there is no such file or column, or it is not UTF-8."""
    try:
        header = next(_rows(path, delimiter, with_header=True), [])
        if column not in header:
            raise CloudError(
                f"{path} has no column {column!r}, only {', '.join(map(repr, header)) or 'none'}. "
                "Name the one with the reviews by --column, and what separates them by --delimiter."
            )
        n_rows, width = 0, len(header)
        for row in _rows(path, delimiter):
            n_rows, width = n_rows + 1, max(width, len(row))
    except OSError as error:
        raise CloudError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CloudError(f"{path} is not UTF-8 ({error}). `iconv -t utf-8` makes it so.") from error
    sha256 = storage.sha256(path)
    header += [f"column_{n + 1}" for n in range(len(header), width)]
    position = header.index(column)
    return Table(path, delimiter, header, position, n_rows, path.stat().st_size, sha256)


def _rows(path: Path, delimiter: str, *, with_header: bool = False) -> Iterator[list[str]]:
    csv.field_size_limit(sys.maxsize)  # a cell may be longer than 131,072 characters
    with path.open(encoding="utf-8-sig", newline="") as file:
        filled = (row for row in csv.reader(file, delimiter=delimiter) if row)  # no blank lines
        if not with_header:
            next(filled, None)
        yield from filled
