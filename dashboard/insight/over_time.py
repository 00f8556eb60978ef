"""Reviews in time: periods of a chosen length, and whether anything changed."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dashboard.insight import intervals, shares
from dashboard.results import POSITIVE

Grain = Literal["Day", "Week", "Month", "Quarter", "Year"]
GRAINS: dict[Grain, str] = {
    "Day": "D", "Week": "W-SUN", "Month": "M", "Quarter": "Q", "Year": "Y",
}  # fmt: skip
_MOST_PERIODS = 40


def fitting_grain(dates: pd.Series) -> Grain:
    """The finest that leaves a chart readable and most of its points with enough reviews."""
    known = dates.dropna()
    for grain in GRAINS:
        n_periods = periods(known, grain).nunique()
        if n_periods <= _MOST_PERIODS and len(known) >= n_periods * shares.ENOUGH:
            return grain
    return "Year" if periods(known, "Year").nunique() > 2 else "Month"


def periods(dates: pd.Series, grain: Grain) -> pd.Series:
    """The first day of each date's period, as “2025-03-01”; missing where there is no date."""
    starts = dates.dt.to_period(GRAINS[grain]).dt.start_time
    return pd.Series(starts.dt.strftime("%Y-%m-%d"), dtype="str")


def with_period(frame: pd.DataFrame, grain: Grain) -> pd.DataFrame:
    """The frame with `period`, in words; missing where there is no date."""
    starts = periods(frame["date"], grain)
    known = sorted(starts.dropna().unique())
    names = {start: period_name(start, grain) for start in known}
    named = pd.CategoricalDtype(list(names.values()), ordered=True)
    return frame.assign(period=starts.map(names).astype(named))


def over_time(frame: pd.DataFrame, grain: Grain) -> pd.DataFrame:
    """What shares.by() gives, by period; also its name for people."""
    dated = frame[frame["date"].notna()]
    table = shares.by(dated.assign(period=periods(dated["date"], grain)), "period")
    table["name"] = [period_name(start, grain) for start in table["period"]]
    return table


def period_name(start: str, grain: Grain) -> str:
    moment = pd.Timestamp(start)
    if grain == "Quarter":
        return f"Q{moment.quarter} {moment.year}"
    form = {"Year": "%Y", "Month": "%b %Y", "Week": "week of %-d %b %Y", "Day": "%-d %b %Y"}[grain]
    return moment.strftime(form)


@dataclass(frozen=True)
class Trend:
    """The later half of the reviews against the earlier one, in shares of positive."""

    earlier: float
    later: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        return not self.low <= 0 <= self.high


def trend(frame: pd.DataFrame) -> Trend | None:
    """None where the halves are too small to say anything."""
    dated = frame[frame["date"].notna()].sort_values("date", kind="stable")
    positive = (dated["verdict"] == POSITIVE).to_numpy()
    half = len(dated) // 2
    if half < shares.ENOUGH:
        return None
    early, late = positive[:half], positive[half:]
    low, high = intervals.newcombe(late.sum(), len(late), early.sum(), len(early))
    return Trend(float(early.mean()), float(late.mean()), float(low), float(high))
