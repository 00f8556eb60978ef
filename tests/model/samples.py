"""The dashboard's sample reviews: own writing, which the model has not learned from."""

import csv
from pathlib import Path

FILE = Path(__file__).parents[2] / "dashboard/samples/reviews.csv"


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["review"]]


def reviews() -> list[str]:
    return [row["review"] for row in rows()]
