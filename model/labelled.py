"""Read a file of labelled reviews, whatever else is in it."""

from pathlib import Path

import numpy as np
import pandas as pd


def read_labelled(path: Path) -> pd.DataFrame:
    """Read text and label. Raises SystemExit with one sentence if the file will not do."""
    if not path.is_file():
        raise SystemExit(f"{path} is not a file. Give a parquet or CSV file with text and label.")
    if not path.stat().st_size:
        raise SystemExit(f"{path} is empty. Give one row for each review.")
    try:
        frame = _read(path)
    except (ValueError, OSError) as error:  # those of pandas and pyarrow are among them
        raise SystemExit(f"{path} is neither a parquet file nor a CSV table in UTF-8.") from error
    if missing := {"text", "label"} - set(frame.columns):
        raise SystemExit(f"{path} has no column {' and no column '.join(sorted(missing))}.")
    if frame.empty:
        raise SystemExit(f"{path} has no rows. Give one row for each review.")
    if not frame.label.isin([0, 1]).all():
        raise SystemExit(f"{path}: every label must be 1 (positive) or 0 (negative).")
    filled = frame.text[frame.text.notna()]
    if len(filled) and not filled.map(type).isin([str, bytes]).all():
        raise SystemExit(f"{path}: the column text has to hold text, not numbers or lists.")
    return pd.DataFrame({"text": map(_text, frame.text), "label": frame.label.astype(np.int64)})


def _read(path: Path) -> pd.DataFrame:
    with path.open("rb") as file:
        if file.read(4) == b"PAR1":
            return pd.read_parquet(path)
    # Only an empty cell is missing: "null" and "NA" are words that a review may consist of.
    return pd.read_csv(
        path, encoding="utf-8-sig", usecols=lambda name: name in {"text", "label"},
        dtype={"text": str}, keep_default_na=False, na_values=[""],
    )  # fmt: skip


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else ""
