"""The charts of words and topics claim no more than the table holds."""

import pandas as pd
import pytest

from dashboard.charts.words import topics


def table(*liked: tuple[float, float, float]) -> pd.DataFrame:
    """Topics with the share that likes them, and its interval."""
    rows = [
        {"topic": name, "mentioned": 0.03, "positive": share, "negative": 1 - share,
         "liked": share, "low": low, "high": high}
        for name, (share, low, high) in zip(("food", "service"), liked, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("liked", "title"),
    [
        (((0.3, 0.22, 0.38), (0.05, 0.02, 0.12)), "food 30%, service 5%"),
        (((0.99, 0.97, 1.0), (0.93, 0.9, 0.95)), "food 99%, service 93%"),
        (((0.6, 0.4, 0.8), (0.5, 0.3, 0.7)), "Most mentioned: food (3%)"),
        (((0.6, 0.1, 0.9), (0.5, 0.1, 0.9)), "Most mentioned: food (3%)"),
    ],
)
def test_topics_are_told_in_numbers(
    liked: tuple[tuple[float, float, float], ...], title: str
) -> None:
    assert str(topics(table(*liked), "light").to_dict()["title"]).endswith(title)
