"""Any file that holds reviews: which kind it is, how it is to be read, and its table."""

import pandas as pd

from dashboard.reading.delimited import FileFormat, read_table
from dashboard.reading.format_guess import guess_format
from dashboard.reading.json_lines import is_json_lines, read_json_lines
from dashboard.reading.merged_rows import merged_row
from dashboard.reading.parquet_file import is_parquet, read_parquet
from dashboard.reading.text_encoding import UnreadableFile
from dashboard.reading.workbook import (
    WorkbookFormat,
    guess_workbook_format,
    is_workbook,
    read_workbook,
)

MAX_UPLOAD_BYTES = 25_000_000
SUFFIXES = ("csv", "tsv", "txt", "xlsx", "jsonl", "ndjson", "json", "parquet")

Format = FileFormat | WorkbookFormat | None  # None: there is nothing to choose


def guess_any_format(name: str, data: bytes) -> Format:
    """By what stands in it; a name may be wrong. Raises UnreadableFile, as all here do."""
    if is_workbook(data):
        return guess_workbook_format(data)
    return None if is_parquet(data) or is_json_lines(name, data) else guess_format(data)


def read_any_table(data: bytes, file_format: Format) -> pd.DataFrame:
    """The file's rows, all of them. Raises UnreadableFile."""
    if isinstance(file_format, WorkbookFormat):
        return read_workbook(data, file_format)
    if isinstance(file_format, FileFormat):
        return read_table(data, file_format)
    return read_parquet(data) if is_parquet(data) else read_json_lines(data)


def doubt(data: bytes, file_format: Format) -> str:
    """What a person should look at before the rows are scored; empty if nothing."""
    return merged_row(data, file_format) if isinstance(file_format, FileFormat) else ""


def check_size(n_bytes: int) -> None:
    if n_bytes > MAX_UPLOAD_BYTES:
        raise UnreadableFile(
            f"The file has {n_bytes / 1e6:,.0f} MB; this page takes up to "
            f"{MAX_UPLOAD_BYTES / 1e6:,.0f} MB. Larger files: `python -m dashboard.jobs FILE`."
        )
