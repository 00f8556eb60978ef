"""How parts of a file are judged, and which of them clearly differ."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from dashboard.charts.parts import best_and_worst, division, parts
from dashboard.charts.told import spec
from dashboard.insight import shares
from tests.dashboard.insight.files import frame_of


def test_shares_are_counted_with_their_intervals() -> None:
    frame = frame_of([0.9, 0.9, 0.1, 0.6, 0.9], group=list("aaaab"))
    table = shares.by(frame, "group").set_index("group")
    a = table.loc["a"]
    assert (a.n, a.positive, a.uncertain, a.negative) == (4, 2, 1, 1)
    assert (a.share, a.net) == (0.5, 0.25)
    assert (a.low, a.high) == pytest.approx(proportion_confint(2, 4, method="wilson"))
    assert not table["enough"].any()
    assert shares.overall(frame).n == 5


def test_division_tells_torn_from_lukewarm() -> None:
    torn, lukewarm, agreed = [0.01, 0.99] * 50, [0.5] * 100, [0.99] * 100
    measured = [shares.division(pd.Series(p)) for p in (torn, lukewarm, agreed)]
    assert measured == pytest.approx([0.96, 0, 0], abs=0.01)
    assert shares.division(pd.Series([0.01] + [0.99] * 99)) < 0.05  # one against all is no camp


def many_groups(shares_of: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """Groups with so many positive of so many reviews."""
    probabilities = [0.98 if i < k else 0.02 for k, n in shares_of.values() for i in range(n)]
    names = [name for name, (_, n) in shares_of.items() for _ in range(n)]
    return shares.by(frame_of(probabilities, group=names), "group")


def test_the_best_and_worst_of_many_that_are_the_same_do_not_differ() -> None:
    hits = np.random.default_rng(0).binomial(100, 0.7, (40, 50))
    found = [
        shares.furthest_apart(many_groups({f"g{i}": (int(k), 100) for i, k in enumerate(row)}))
        for row in hits[:, :20]
    ]
    assert sum(pair is not None for pair in found) <= 4


def test_of_groups_that_clearly_differ_the_furthest_apart_are_named() -> None:
    table = many_groups({"a": (900, 1000), "b": (620, 1000), "c": (17, 20), "d": (14, 22)})
    assert best_and_worst(table, "group", "hotel") == "a 90% positive, b 62%"
    same = many_groups({"a": (60, 100), "b": (58, 100)})
    assert best_and_worst(same, "group", "hotel") == "no hotel is clearly better than another"
    assert best_and_worst(same.head(1), "group", "hotel") == "only a"
    few = many_groups({"a": (6, 10), "b": (58, 100)})
    assert best_and_worst(few, "group", "hotel").startswith("too few reviews")


def test_lukewarm_is_not_of_one_mind() -> None:
    lukewarm = shares.overall(frame_of([0.8] * 14 + [0.45] * 16))
    assert division(lukewarm) == "lukewarm"
    assert division(shares.overall(frame_of([0.95] * 28 + [0.6] * 2))) == "of one mind"
    assert division(shares.overall(frame_of([0.99, 0.01] * 20))) == "divided"
    assert division(shares.overall(frame_of([0.99]))) == ""


def test_what_cannot_be_read_divides_nobody() -> None:
    foreign = frame_of([0.99, 0.01] * 30).assign(flags="short; other_language")
    assert np.isnan(shares.overall(foreign).divided)
    both = pd.concat([foreign, frame_of([0.99] * 30)])
    assert shares.overall(both).divided == pytest.approx(0)


def test_where_much_is_hard_to_tell_what_is_negative_may_differ() -> None:
    probabilities = [0.02] * 60 + [0.5] * 40 + [0.02] * 10 + [0.5] * 90
    table = shares.by(frame_of(probabilities, group=["a"] * 100 + ["b"] * 100), "group")
    assert shares.furthest_apart(table) is None
    title = best_and_worst(table, "group", "hotel")
    assert title == "a 60% negative, b 10%"
    told = spec(parts(table, "group", title, "light"))["datasets"]["table"]
    assert [row["Negative"] for row in told] == ["60%", "10%"]


def test_what_is_chosen_is_told_from_the_rest() -> None:
    table = many_groups({"a": (90, 100), "b": (10, 50), "c": (40, 50)})
    assert best_and_worst(table, "group", "hotel", ["b"]) == "b 20% positive, the others 87%"
    assert best_and_worst(table, "group", "hotel", ["a", "b", "c"]).startswith("a 90% positive")
