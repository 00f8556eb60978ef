"""Evaluate's charts say no more than the reviews show."""

import pandas as pd
import pytest

from dashboard.charts.evaluate import reliability

TABLE = pd.DataFrame({"said": [0.2, 0.8], "true": [0.25, 0.7], "low": 0.0, "high": 1.0, "n": 20})


@pytest.mark.parametrize(
    ("error", "by_chance", "finding"),
    [
        (0.02, 0.03, "Its probabilities can be taken at their word"),
        (0.08, 0.03, "Its probabilities are off by 8.0 points"),
        (0.18, 0.25, "Too few reviews to say how far its probabilities are off"),
        (0.30, 0.25, "Its probabilities are off by 30.0 points"),
    ],
)
def test_probabilities_are_judged_by_what_chance_allows(
    error: float, by_chance: float, finding: str
) -> None:
    assert reliability(TABLE, "light", error, by_chance).to_dict()["title"] == finding
