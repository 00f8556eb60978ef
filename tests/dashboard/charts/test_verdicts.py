"""Charts: few numbers, the right ones, and titles that say the finding."""

import pandas as pd
import pytest

from dashboard import results
from dashboard.charts.style import Theme, theme
from dashboard.charts.verdicts import confidence_bins, confidence_histogram, distribution
from dashboard.jobs.outcome import Outcome


def verdicts_of(n: int) -> pd.DataFrame:
    """Positive from 0.5 to 1 in equal steps; the lower half is uncertain."""
    return results.verdicts(
        [
            Outcome("scored", "", "positive", p, p, p < 0.75)
            for p in (0.5 + 0.5 * i / n for i in range(n))
        ]
    )


def test_fifty_thousand_reviews_become_a_dozen_bars() -> None:
    verdicts = verdicts_of(50_000)
    bins = confidence_bins(verdicts)
    assert len(bins) == 10
    assert bins["reviews"].sum() == 50_000
    assert len(str(confidence_histogram(verdicts, "light").to_dict())) < 10_000


def test_every_confidence_falls_into_one_bin() -> None:
    edges = [0.5, 0.55, 0.949999, 0.95, 1.0]
    verdicts = results.verdicts([Outcome("scored", "", "negative", 0, c, False) for c in edges])
    bins = confidence_bins(verdicts)
    assert dict(zip(bins["from"], bins["reviews"], strict=True)) == {50: 1, 55: 1, 90: 1, 95: 2}
    assert set(bins["to"] - bins["from"]) == {5}


def test_rows_without_a_verdict_are_in_no_bin() -> None:
    assert confidence_bins(results.verdicts([Outcome("empty")])).empty


@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_titles_say_the_finding(chosen: Theme) -> None:
    summary = results.Summary(positive=60, negative=30, uncertain=10, unscored=5)
    shares = distribution(summary, chosen).to_dict()
    assert shares["title"] == "60% are positive, 30% negative"
    histogram = confidence_histogram(verdicts_of(100), chosen).to_dict()
    assert histogram["title"] == "20 of 100 verdicts are at least 90% sure"


def test_an_unknown_theme_is_drawn_for_light() -> None:
    assert [theme(t) for t in ("dark", "light", None)] == ["dark", "light", "light"]
