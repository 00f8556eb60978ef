"""What was read goes home in the form in which it came."""

import io
import json
from pathlib import Path

import pandas as pd

from dashboard import results
from dashboard.downloads.export import EXPORTS
from dashboard.reading.any_file import guess_any_format, read_any_table

ROWS = [
    {"id": 1, "a.b": "dotted", "author": {"name": "Ann"}, "review": {"tags": [], "stars": 4}},
    {"id": 2, "a.b": "x", "author": None, "review": {"tags": ["é"], "of": {"it": {"x": {"y": 1}}}}},
    {"id": 3, "a.b": "y", "author": {}, "verdict": {"ours": False}, "big": 2**70},
]


def as_exported(data: bytes, suffix: str, tmp_path: Path) -> bytes:
    """By way of the journal's file."""
    table = read_any_table(data, guess_any_format(f"x.{suffix}", data))
    table.to_parquet(tmp_path / "kept.parquet")
    kept = pd.read_parquet(tmp_path / "kept.parquet")
    told = results.annotated(kept, results.verdicts([None] * len(kept)))
    return EXPORTS[suffix].to_bytes(told)


def test_objects_within_rows_come_back_as_objects(tmp_path: Path) -> None:
    lines = as_exported("\n".join(map(json.dumps, ROWS)).encode(), "jsonl", tmp_path)
    for came, line in zip(ROWS, lines.splitlines(), strict=True):
        got = json.loads(line)
        assert {key: got[key] for key in came} == came | (
            {"big": str(2**70)} if "big" in came else {}
        )
        assert got["verdict (2)"] == "Not scored"
        assert all(got[key] is None for key in ("author", "big") if key not in came)


def test_a_text_that_looks_like_a_list_stays_text(tmp_path: Path) -> None:
    line = as_exported(b'{"review": "[]", "tags": [1]}', "jsonl", tmp_path)
    assert json.loads(line)["review"] == "[]"
    assert json.loads(line)["tags"] == [1]


def test_categories_of_parquet_come_back(tmp_path: Path) -> None:
    sizes = pd.Categorical(["S", None, "L"], categories=["S", "M", "L"])
    table = pd.DataFrame({"review": ["a", "b", "c"], "size": sizes, "n": [1.5, 2.0, 3.0]})
    back = as_exported(table.to_parquet(), "parquet", tmp_path)
    read = pd.read_parquet(io.BytesIO(back))
    pd.testing.assert_frame_equal(read[list(table)], table)
    assert not read.attrs
