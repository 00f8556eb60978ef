"""Whoever does not see a chart finds its numbers, and nothing of how it is made."""

from typing import Any

import pandas as pd
import pytest

from dashboard.charts import told
from dashboard.charts.differences import moved
from dashboard.charts.evaluate import thresholds
from dashboard.charts.style import Chart
from dashboard.insight import agreement, compare
from dashboard.views.explore_overview import Look, figures
from tests.dashboard.insight.files import frame_of, random_frame


def every_chart() -> dict[str, Chart]:
    frame = random_frame(400)
    known = agreement.by_labels(
        frame_of([0.9, 0.1] * 50, label=["pos", "neg"] * 50),
        {"pos": "Positive", "neg": "Negative"},
    )
    look = Look("", frame, {"group": ["group a"]}, "Month", "branch")
    return figures(look, "light") | {
        "Moved": moved(compare.moved(frame[:200], frame[200:]), "", "light"),
        "Thresholds": thresholds(agreement.thresholds(known), 50, None, "light"),
    }


@pytest.fixture(scope="module")
def specs() -> dict[str, dict[str, Any]]:
    return {name: told.spec(chart) for name, chart in every_chart().items()}


def table(spec: dict[str, Any]) -> pd.DataFrame:
    """What Streamlit shows: the first."""
    return pd.DataFrame(next(iter(spec["datasets"].values())))


def test_columns_are_named_and_written_for_people(specs: dict[str, dict[str, Any]]) -> None:
    columns = {name: list(table(spec)) for name, spec in specs.items()}
    shares = ["Positive", "At least", "At most", "Negative", "Reviews", "Opinions"]
    assert columns == {
        "Verdicts": ["Verdict", "Reviews"],
        "Confidence": ["Confidence", "Verdict", "Reviews"],
        "Over time": ["Period", "Net sentiment", "At least", "At most", "Reviews"],
        "Groups": ["Group", *shares],
        "Length": ["Length", *shares],
        "Stars": ["Stars", *shares],
        "Moved": ["Share of", "From", "To", "Difference in points", "At least", "At most",
                  "p, adjusted"],
        "Thresholds": ["Positive from (%)", "Measure", "Share"],
    }  # fmt: skip


def test_shares_are_percentages_and_never_quite_all() -> None:
    frame = frame_of([0.9] * 999 + [0.1], group=["all"] * 1000)
    chart = figures(Look("", frame, {}, "Month", "branch"), "light")["Groups"]
    row = table(told.spec(chart)).iloc[0]
    assert row.tolist() == [
        "all", "over 99%", "over 99%", "over 99%", "under 1%", "1,000", "of one mind",
    ]  # fmt: skip


def test_one_layer_tells_in_sentences_and_the_others_are_silent(
    specs: dict[str, dict[str, Any]],
) -> None:
    for spec in specs.values():
        telling = [layer for layer in spec["layer"] if layer["mark"]["aria"]]
        assert len(telling) == 1
        assert telling[0]["encoding"]["description"]["field"] == "says"
        data = telling[0].get("data", spec.get("data"))["name"]
        first = spec["datasets"][data][0]["says"]
        assert first.startswith(": ".join(table(spec).iloc[0, :1].reset_index().iloc[0]))


def test_every_bar_of_confidence_is_there() -> None:
    frame = frame_of([0.9, 0.1, 0.5])
    chart = figures(Look("", frame, {}, "Month", None), "light")["Confidence"]
    assert table(told.spec(chart))["Reviews"].tolist() == ["1", "1", "1"]


def test_what_is_not_known_is_a_dash() -> None:
    known = agreement.by_labels(frame_of([0.1] * 4, label=["neg"] * 4), {"neg": "Negative"})
    chart = thresholds(agreement.thresholds(known), 50, None, "light")
    written = table(told.spec(chart))
    assert set(written.loc[written["Measure"] == "Positives found", "Share"]) == {"–"}
