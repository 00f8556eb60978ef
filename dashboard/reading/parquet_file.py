"""From a Parquet file to a table. Sizes are checked before and while it unpacks."""

import io
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.reading.as_it_came import AsItCame, note
from dashboard.reading.table_shape import MAX_COLUMNS, MAX_ROWS, column_names
from dashboard.reading.text_encoding import UnreadableFile
from dashboard.reading.typed_columns import typed_column

MAX_UNPACKED_BYTES = 1_000_000_000
_ROWS_AT_ONCE = 1_000


def is_parquet(data: bytes) -> bool:
    return data.startswith(b"PAR1")


def read_parquet(data: bytes) -> pd.DataFrame:
    """Raises UnreadableFile."""
    try:
        table = _read(pq.ParquetFile(io.BytesIO(data)))
    except (pa.ArrowException, OSError) as error:
        raise UnreadableFile("The Parquet file is damaged. Write it again.") from error
    names = column_names(table.column_names, table.num_columns)
    columns = dict(zip(names, table.columns, strict=True))
    read = pd.DataFrame({name: _column(column) for name, column in columns.items()})
    return note(read, AsItCame(categories=_categories(columns)))


def _categories(columns: dict[str, pa.ChunkedArray]) -> dict[str, list[Any]]:
    """Of each column that has a dictionary of texts; all chunks of a file share it."""
    return {
        name: column.unify_dictionaries().chunk(0).dictionary.to_pylist()
        for name, column in columns.items()
        if pa.types.is_dictionary(column.type) and pa.types.is_string(column.type.value_type)
    }


def _read(file: pq.ParquetFile) -> pa.Table:
    _check(file.metadata.num_rows, file.metadata.num_columns)
    if not file.metadata.num_rows:
        raise UnreadableFile("The file has no rows. Upload one with at least one review.")
    parts, n_bytes = [], 0
    for part in file.iter_batches(_ROWS_AT_ONCE):
        n_bytes += part.nbytes
        if n_bytes > MAX_UNPACKED_BYTES:
            raise UnreadableFile(
                f"The file unpacks to more than {MAX_UNPACKED_BYTES / 1e6:,.0f} MB. Split it and "
                "upload the parts."
            )
        parts.append(part)
    return pa.Table.from_batches(parts)


def _check(n_rows: int, n_columns: int) -> None:
    if n_rows > MAX_ROWS:
        raise UnreadableFile(
            f"The file has {n_rows:,} rows; the limit is {MAX_ROWS:,}. Split it and upload the "
            "parts."
        )
    if n_columns > MAX_COLUMNS:
        raise UnreadableFile(f"The file has {n_columns:,} columns; the limit is {MAX_COLUMNS:,}.")


def _column(column: pa.ChunkedArray) -> pd.Series:
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return pd.Series(column.to_pandas(), dtype="str")
    plain = pa.types.is_temporal(kind) or pa.types.is_boolean(kind) or pa.types.is_floating(kind)
    if plain or (pa.types.is_integer(kind) and not column.null_count):
        return pd.Series(column.to_pandas())
    return typed_column(column.to_pylist())
