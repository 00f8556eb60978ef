"""What the model cannot read tells no group, time or file from another."""

import pandas as pd
import pytest

from dashboard.charts.verdicts import verdicts
from dashboard.insight import agreement, compare, over_time, shares
from tests.dashboard.insight.files import frame_of

N = 100


def half_foreign() -> pd.DataFrame:
    """Two branches equally liked; half of the second one's reviews are in another language."""
    liked = [0.95] * 60 + [0.05] * 40
    dates = ["2024-01-05"] * N + ["2024-02-05"] * 2 * N
    frame = frame_of(
        liked + liked + [0.55] * N, group=["at home"] * N + ["abroad"] * 2 * N, date=dates
    )
    frame.loc[2 * N :, "flags"] = "other_language"
    return frame


def test_branches_are_not_ranked_by_language() -> None:
    table = shares.by(half_foreign(), "group").set_index("group")
    assert table["n"].to_dict() == {"at home": N, "abroad": N}
    assert table["share"].to_dict() == {"at home": 0.6, "abroad": 0.6}
    assert shares.furthest_apart(table.reset_index()) is None


def test_the_whole_is_counted_as_its_parts_are() -> None:
    """Or its share of positive would lie below that of each part."""
    whole = shares.overall(half_foreign())
    assert (whole.n, whole.share, whole.net) == (2 * N, 0.6, pytest.approx(0.2))
    counted = shares.verdicts(half_foreign()).set_index("verdict")
    assert counted["n"].to_dict() == {"Positive": 120, "Hard to tell": N, "Negative": 80}
    assert counted["read"].to_dict() == {"Positive": 120, "Hard to tell": 0, "Negative": 80}
    drawn = verdicts(counted.reset_index(), "light").to_dict()
    assert drawn["title"] == "60% of what can be read are positive, 40% negative"
    (rows,) = drawn["datasets"].values()
    assert [row["label"] for row in rows] == ["120 (60%)", "100 (100 not read)", "80 (40%)"]


def test_times_and_files_are_not_told_apart_by_language() -> None:
    frame = half_foreign()
    trend = over_time.trend(over_time.over_time(frame, "Month"))
    assert trend
    assert (trend.earlier, trend.later) == pytest.approx((0.2, 0.2))
    assert over_time.stands_out(over_time.over_time(frame, "Month")) is None
    home, abroad = (frame[frame["group"] == name] for name in ("at home", "abroad"))
    moved = compare.moved(home, abroad)
    assert moved["n"].tolist() == moved["other_n"].tolist() == [N] * 3
    assert not moved["clear"].any()


def test_what_a_person_has_decided_counts_in_any_language() -> None:
    frame = half_foreign()
    frame.loc[2 * N, "corrected"] = True
    assert len(shares.readable(frame)) == 2 * N + 1
    assert agreement.accuracy(agreement.judged(frame, frame["verdict"])).n == 3 * N


def test_what_is_not_read_is_a_part_of_its_own() -> None:
    frame = frame_of([0.9] * 60)
    frame.loc[:29, "flags"] = ["other_language", "unknown_words; short", "unknown_words"] * 10
    judged = agreement.judged(frame, pd.Series("Positive", index=frame.index))
    table = agreement.slices(judged).set_index(["slice", "part"])
    assert table["n"]["Language"].to_dict() == {"English": 30, "cannot be read": 30}
