"""What a table does not show of the file it was read from, and a download brings back."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd

_NOTE = "as it came"


@dataclass(frozen=True)
class AsItCame:
    """By the names of columns; those that are not here came as the table has them."""

    paths: dict[str, list[str]] = field(default_factory=dict)  # of JSON: from the outermost key in
    json: list[str] = field(default_factory=list)  # their text was a list or an object
    categories: dict[str, list[Any]] = field(default_factory=dict)  # of Parquet


def note(table: pd.DataFrame, came: AsItCame) -> pd.DataFrame:
    """The same table with a note that goes where it goes, into the journal's file too. It is one
    text, since pandas copies it with every column."""
    table.attrs[_NOTE] = json.dumps(asdict(came))
    return table


def noted(table: pd.DataFrame) -> AsItCame:
    return AsItCame(**json.loads(table.attrs.get(_NOTE, "{}")))
