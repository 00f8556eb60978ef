"""The charts of words and topics claim no more than the table holds."""

import numpy as np
import pandas as pd
import pytest

from dashboard.charts.words import drivers, topics
from dashboard.insight import intervals


def table(*liked: tuple[float, int]) -> pd.DataFrame:
    """Topics with the share that likes them, and of how many."""
    shares, n = (np.array(part) for part in zip(*liked, strict=True))
    low, high = intervals.wilson(shares * n, n)
    return pd.DataFrame(
        {"topic": ["food", "service", *(f"topic {i}" for i in range(2, len(liked)))],
         "mentioned": 0.03, "positive": shares, "negative": 1 - shares,
         "liked": shares, "low": low, "high": high, "effective": n.astype(float)}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("liked", "title"),
    [
        ([(0.3, 100), (0.05, 80)], "food 30%, service 5%"),
        ([(0.99, 300), (0.93, 300)], "food 99%, service 93%"),
        # Of many that are alike none is the worst, if one is better than all.
        (
            [(1.0, 60), *[(0.5, 60)] * 7],
            "more than the rest by those who judge it: food 100%",
        ),
        ([(0.1, 60), *[(0.5, 60)] * 7], "less than the rest by those who judge it: food 10%"),
        ([(0.6, 20), (0.5, 20)], "Spoken of most: food, in 3% of the sample"),
        ([(1.0, 3), (0.0, 3)], "Spoken of most: food, in 3% of the sample"),
        # By itself this pair would differ, but of twelve topics some pair does by chance.
        ([(0.62, 100), (0.4, 100)], "food 62%, service 40%"),
        (
            [(0.62, 100), (0.4, 100), *[(0.5, 100)] * 10],
            "Spoken of most: food, in 3% of the sample",
        ),
    ],
)
def test_topics_are_told_in_numbers(liked: list[tuple[float, int]], title: str) -> None:
    assert str(topics(table(*liked), "light").to_dict()["title"]).endswith(title)


def test_praise_and_blame_have_as_much_room() -> None:
    drawn = topics(table((0.9, 100), (0.8, 100)), "light").to_dict()
    low, high = drawn["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low == -high
    assert high == pytest.approx(0.03 * 0.9)


def test_the_order_of_words_is_called_what_it_is() -> None:
    """By the sum over all mentions: one that is weaker and commoner comes first."""
    told = pd.DataFrame(
        {"phrase": ["fine", "superb", "slow"], "effect": [0.6, 3.2, -1.0], "reviews": [47, 7, 9],
         "total": [0.09, 0.07, -0.03]}
    )  # fmt: skip
    drawn = drivers(told, 320, "light").to_dict()
    assert drawn["title"] == "In all, “fine” adds most praise, “slow” most blame"
    only = drivers(told.tail(1), 320, "light").to_dict()
    assert only["title"] == "In all, “slow” adds most blame"
    bars = drawn["layer"][0]["encoding"]
    assert bars["x"]["axis"]["format"] == "+.2~f"  # numbers, no empty axis
    assert {"total", "effect"} <= {tip["field"] for tip in bars["tooltip"]}
