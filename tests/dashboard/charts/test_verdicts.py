"""Charts of verdicts: few numbers, the right ones, and titles that say the finding."""

from typing import Any

import pandas as pd
import pytest

from dashboard.charts.style import Theme
from dashboard.charts.verdicts import sureness, verdicts
from dashboard.insight import shares
from tests.dashboard.insight.files import frame_of


def rising(n: int) -> pd.DataFrame:
    """Confidence from 0.5 to 1 in equal steps, all positive; under 0.7 uncertain."""
    return frame_of([0.5 + 0.5 * i / n for i in range(n)])


def test_fifty_thousand_reviews_become_a_few_bars() -> None:
    table = shares.sureness(rising(50_000))
    assert table["n"].sum() == 50_000
    assert len(table[table["n"] > 0]) == 10
    assert len(str(sureness(table, "light").to_dict())) < 10_000


def test_every_confidence_falls_into_one_band() -> None:
    table = shares.sureness(frame_of([0.5, 0.45, 0.949999, 0.95, 1.0]))
    found = table[table["n"] > 0]
    assert dict(zip(found["from"], found["n"], strict=True)) == {50: 1, 55: 1, 90: 1, 95: 2}
    assert set(found["to"] - found["from"]) == {5}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_titles_say_the_finding(theme: Theme) -> None:
    table = shares.verdicts(frame_of([0.9] * 6 + [0.1] * 3 + [0.5]))
    assert verdicts(table, theme).to_dict()["title"] == "60% are positive, 30% negative"
    chosen = verdicts(table, theme, ["Negative", "Hard to tell"]).to_dict()
    assert chosen["title"] == "40% are hard to tell or negative"
    assert sureness(shares.sureness(rising(100)), theme).title == (
        "20% of verdicts are at least 90% sure"
    )


def test_what_is_not_chosen_fades_but_its_label_does_not() -> None:
    drawn = verdicts(shares.verdicts(rising(10)), "light", ["Positive"]).to_dict()
    faded = {layer["mark"]["type"]: "opacity" in layer["encoding"] for layer in drawn["layer"]}
    assert faded == {"bar": True, "text": False}


def test_the_doubtful_zone_ends_where_verdicts_become_certain() -> None:
    frame = rising(1_000)
    uncertain = frame["confidence"][frame["verdict"] == "Hard to tell"]
    drawn = sureness(shares.sureness(frame), "light").to_dict()
    zone: dict[str, Any] = next(
        layer for layer in drawn["layer"] if layer["mark"]["type"] == "rect"
    )
    (data,) = drawn["datasets"][zone["data"]["name"]]
    assert data == {"from": 50, "to": pytest.approx(100 * uncertain.max(), abs=0.1)}


def test_no_bar_covers_the_name_of_the_zone() -> None:
    frame = rising(1_000).head(10)  # all in the zone, in one bar
    drawn = sureness(shares.sureness(frame), "light").to_dict()
    bars = next(layer for layer in drawn["layer"] if layer["mark"]["type"] == "bar")
    assert bars["encoding"]["y"]["scale"]["domain"][1] > 1.1 * len(frame)


def test_how_sure_it_is_of_what_it_cannot_read_does_not_count() -> None:
    """Nine of ten are in another language: their numbers are high, and mean nothing."""
    frame = frame_of([0.99] * 5 + [0.8] * 5 + [0.99] * 90)
    frame.loc[frame["row"] > 10, ["flags", "verdict"]] = ["other_language", "Hard to tell"]
    title = sureness(shares.sureness(frame), "light").to_dict()["title"]
    assert title == "50% of verdicts are at least 90% sure"
