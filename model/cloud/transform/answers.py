"""The answers as columns beside the file's own: one row for each of its rows, in its order."""

import csv
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any

from model.cloud.transform.table import Table
from model.contract.errors import ReviewError
from model.contract.lines import LineAnswer
from model.contract.review import check_length
from model.contract.schema import Prediction

COLUMNS = (
    "predicted_sentiment", "positive_probability", "confidence", "uncertain", "flags", "error",
    "detail",
)  # fmt: skip


def write(table: Table, answers: Iterable[LineAnswer], target: Path) -> None:
    """Raises ValueError if there are more or fewer answers than rows."""
    part = target.with_name(f"{target.name}.part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.header + _free_names(table.header))
        for row, answer in zip(table.rows(), answers, strict=True):
            writer.writerow(row + _cells(row[table.column], answer))
    part.replace(target)  # never a half-written one


def _cells(text: str, answer: LineAnswer) -> list[Any]:
    try:
        check_length(text)  # such a text was not sent
    except ReviewError as error:
        return [*[""] * 5, error.code, error.detail]
    if not isinstance(answer, Prediction):
        return [*[""] * 5, answer.error.code, answer.error.detail]
    return [
        answer.sentiment, answer.probability, answer.confidence, answer.uncertain,
        "; ".join(answer.flags), "", "",
    ]  # fmt: skip


def _free_names(taken: list[str]) -> list[str]:
    """A name that the file has already gets a number."""
    return [next(name for name in _numbered(column) if name not in taken) for column in COLUMNS]


def _numbered(name: str) -> Iterable[str]:
    yield name
    yield from (f"{name} ({n})" for n in count(2))
