"""Evaluate's charts say no more than the reviews show."""

import pandas as pd
import pytest

from dashboard.charts.evaluate import reliability, slices, thresholds
from dashboard.insight import agreement
from tests.dashboard.insight.files import frame_of

TABLE = pd.DataFrame({"said": [0.2, 0.8], "true": [0.25, 0.7], "low": 0.0, "high": 1.0, "n": 200})
MEANING = {"pos": "Positive", "neg": "Negative"}


@pytest.mark.parametrize(
    ("error", "by_chance", "finding"),
    [
        (0.02, 0.03, "No error of its probabilities beyond chance (3.0 points)"),
        (0.08, 0.03, "Its probabilities are off by 8.0 points"),
        (0.18, 0.25, "Too few reviews to say how far its probabilities are off"),
        (0.30, 0.25, "Its probabilities are off by 30.0 points"),
    ],
)
def test_probabilities_are_judged_by_what_chance_allows(
    error: float, by_chance: float, finding: str
) -> None:
    assert reliability(TABLE, "light", error, by_chance).to_dict()["title"] == finding


def test_a_few_right_ones_prove_nothing() -> None:
    few = reliability(TABLE.assign(n=10), "light", 0.005, 0.01).to_dict()
    assert few["title"] == "Too few reviews to say how far its probabilities are off"


def judged(probabilities: list[float], labels: list[str], **columns: list[str]) -> pd.DataFrame:
    return agreement.by_labels(frame_of(probabilities, label=labels, **columns), MEANING)


@pytest.mark.parametrize(
    ("probabilities", "labels", "title"),
    [
        ([0.95, 0.05] * 50, ["pos", "neg"] * 50, "No threshold is clearly better than 50%, as now"),
        (
            [0.8, 0.6] * 50,
            ["pos", "neg"] * 50,
            "More are right when positive begins at 61%: 100%, not 50%",
        ),
        ([0.8, 0.6] * 4, ["pos", "neg"] * 4, "No threshold is clearly better than 50%, as now"),
        (
            [0.6, 0.4] * 50,
            ["pos"] * 100,
            "To call every review positive would be right more often: 100%, not 50%",
        ),
    ],
)
def test_another_threshold_is_named_only_if_it_is_better(
    probabilities: list[float], labels: list[str], title: str
) -> None:
    known = judged(probabilities, labels)
    table, better = agreement.thresholds(known), agreement.better_threshold(known)
    assert thresholds(table, 50, better, "light").to_dict()["title"] == title


def test_slices_stand_in_their_order_and_the_oddest_is_named() -> None:
    groups = ["a"] * 100 + ["b"] * 100 + ["c"] * 300
    labels = (
        ["pos"] * 80 + ["neg"] * 20 + ["pos"] * 20 + ["neg"] * 80 + ["pos"] * 290 + ["neg"] * 10
    )
    for order in (1, -1):
        table = agreement.slices(judged([0.95] * 500, labels[::order], group=groups[::order]))
        by_group = table[table["slice"] == "Group"]
        assert by_group["part"].tolist() == ["a", "b", "c"]
        title = slices(table, 0.78, "light").to_dict()["title"]
        assert title == "Less right where group is b: 20%"
