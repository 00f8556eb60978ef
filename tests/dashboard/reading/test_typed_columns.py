"""Cells with types: no digit is lost, and text is as a person would write it."""

from datetime import time, timedelta
from typing import Any

import pytest

from dashboard.reading.typed_columns import cell_text, typed_column


@pytest.mark.parametrize(
    "numbers", [[2**64 - 1, 5], [-(2**63) - 1, None], [10**400, 1.5], [2**53 + 1, 0.5]]
)
def test_integers_too_large_for_a_column_of_numbers_keep_each_digit(numbers: list[Any]) -> None:
    texts = ["nothing" if number is None else str(number) for number in numbers]
    assert typed_column(numbers).fillna("nothing").tolist() == texts


def test_integers_beside_decimals_are_numbers() -> None:
    assert typed_column([1, 1.5, None]).tolist()[:2] == [1, 1.5]
    assert typed_column([2**63 - 1, 5]).tolist() == [2**63 - 1, 5]


@pytest.mark.parametrize(
    ("cell", "text"), [(time(12, 30), "12:30:00"), (timedelta(hours=30), "1 day, 6:00:00")]
)
def test_times_and_durations_have_no_quotation_marks(cell: object, text: str) -> None:
    assert cell_text(cell) == text
    assert typed_column([cell, None]).fillna("nothing").tolist() == [text, "nothing"]
