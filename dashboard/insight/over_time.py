"""Reviews in time: periods of a chosen length, and whether anything changed."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.insight import intervals, shares

Grain = Literal["Day", "Week", "Month", "Quarter", "Year"]
GRAINS: dict[Grain, str] = {
    "Day": "D", "Week": "W-SUN", "Month": "M", "Quarter": "Q", "Year": "Y",
}  # fmt: skip
_MOST_PERIODS = 40


def fitting_grain(dates: pd.Series) -> Grain:
    """The finest that leaves a chart readable and most of its points with enough reviews."""
    n, days = dates.notna().sum(), _days(dates)[1]
    for grain in GRAINS:
        n_periods = periods(days, grain).nunique()
        if n_periods <= _MOST_PERIODS and n >= n_periods * shares.ENOUGH:
            return grain
    return "Year" if periods(days, "Year").nunique() > 2 else "Month"


def periods(dates: pd.Series, grain: Grain) -> pd.Series:
    """The period that each date lies in; missing where there is no date."""
    return pd.Series(dates.dt.to_period(GRAINS[grain]))


def with_period(frame: pd.DataFrame, grain: Grain) -> pd.DataFrame:
    """The frame with `period`, in words; missing where there is no date."""
    of_row, days = _days(frame["date"])
    of_day, known = pd.factorize(periods(days, grain), sort=True)
    codes = np.append(of_day, -1)[of_row]  # a row without a date has the day -1: the last
    names = [period_name(period, grain) for period in known]
    return frame.assign(period=pd.Categorical.from_codes(codes, pd.Index(names, dtype="str"), True))


def _days(dates: pd.Series) -> tuple[NDArray[np.intp], pd.Series]:
    """The different days, and which of them each date lies on: far fewer to find a period for."""
    of_row, days = pd.factorize(dates.dt.normalize())
    return of_row, pd.Series(days)


def over_time(frame: pd.DataFrame, grain: Grain) -> pd.DataFrame:
    """What shares.by() gives, by period, its first moment (“2025-03-01T00:00”); also its `name`,
    and the `stretch` of periods without a gap that it lies in."""
    dated = frame.loc[
        frame["date"].notna(), ["date", "verdict", "probability", "flags", "corrected"]
    ]
    table = shares.by(dated.assign(period=periods(dated["date"], grain)), "period")
    # With a time, which browsers take for their own: a bare day would be one of Greenwich.
    first_days = [period.start_time.strftime("%Y-%m-%dT00:00") for period in table["period"]]
    names = [period_name(period, grain) for period in table["period"]]
    number = pd.Series([period.ordinal for period in table["period"]], dtype="int64")
    stretch = (number.diff() > 1).cumsum()
    return table.assign(period=pd.Series(first_days, dtype="str"), name=names, stretch=stretch)


def period_name(period: pd.Period, grain: Grain) -> str:
    first_day = period.start_time
    if grain == "Quarter":
        return f"Q{first_day.quarter} {first_day.year}"
    form = {"Year": "%Y", "Month": "%b %Y", "Week": "week of %-d %b %Y", "Day": "%-d %b %Y"}[grain]
    return str(first_day.strftime(form))


@dataclass(frozen=True)
class Trend:
    """What changed most clearly from one period on, in net sentiment."""

    since: str  # the period's name
    earlier: float  # before it
    later: float  # in it and after
    low: float  # of the change
    high: float
    is_clear: bool


def trend(table: pd.DataFrame) -> Trend | None:
    """Of an over_time(). Each period on from which all may have changed is tried, and the tests
    adjusted (Holm). None where no two sides have enough reviews."""
    counts = table[["positive", "negative", "n"]].to_numpy()
    before = counts.cumsum(axis=0)[:-1]
    after = counts.sum(axis=0) - before
    cuts = np.flatnonzero(np.minimum(before[:, 2], after[:, 2]) >= shares.ENOUGH)
    if not len(cuts):
        return None
    changes = [intervals.net_change(_triple(before[i]), _triple(after[i])) for i in cuts]
    p = intervals.holm([chance for *_, chance in changes])
    most = int(np.argmin(p))
    low, high, _ = changes[most]
    earlier, later = (_net(_triple(side[cuts[most]])) for side in (before, after))
    since = str(table["name"].iloc[cuts[most] + 1])
    return Trend(since, earlier, later, low, high, bool(p[most] < shares.CHANCE))


def lasting_trend(table: pd.DataFrame) -> Trend | None:
    """The trend of an over_time(); where only the period that stands out makes one, what is left
    without it."""
    found, odd = trend(table), stands_out(table)
    if found is None or not found.is_clear or odd is None:
        return found
    others = trend(table[table["name"] != odd[0]["name"]])
    return found if others and others.is_clear else others


def _net(counts: intervals.Verdicts) -> float:
    positive, negative, n = counts
    return (positive - negative) / n


def stands_out(table: pd.DataFrame) -> tuple[pd.Series, float] | None:
    """The period of over_time() that differs most from the others together, if any does clearly,
    and their net sentiment."""
    enough = table[table["enough"]]
    every = enough[["positive", "negative", "n"]].to_numpy()
    others = every.sum(axis=0) - every
    p = [
        intervals.net_change(_triple(here), _triple(rest))[2] if rest[2] else 1.0
        for here, rest in zip(every, others, strict=True)
    ]
    if not len(p) or min(intervals.holm(p)) >= shares.CHANCE:
        return None
    most = int(np.argmin(p))
    return enough.iloc[most], _net(_triple(others[most]))


def _triple(counts: NDArray[np.int64]) -> intervals.Verdicts:
    positive, negative, n = (int(count) for count in counts)
    return positive, negative, n
