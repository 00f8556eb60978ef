"""Two files or two groups side by side: what moved, by how much, and whether by chance."""

import pandas as pd

from dashboard.insight import intervals, shares
from dashboard.results import UNCERTAIN, VERDICTS

_CHANCE = 0.05  # a comparison is asked for, and its 95% intervals are drawn


def moved(frame: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """For each verdict: share, other_share, difference (other - frame) with low, high and p, which
    is adjusted (Holm): three chances to be wrong. If nothing is hard to tell there is only one,
    for what is not positive is negative."""
    frame, other = shares.readable(frame), shares.readable(other)
    parts = [(name, frame["verdict"] == name, other["verdict"] == name) for name in VERDICTS]
    rows = [(name, int(a.sum()), len(frame), int(b.sum()), len(other)) for name, a, b in parts]
    doubtful = any(hits or other_hits for name, hits, _, other_hits, _ in rows if name == UNCERTAIN)
    return _tested(rows, adjusted=doubtful)


def moved_within(frame: pd.DataFrame, other: pd.DataFrame, column: str) -> pd.DataFrame:
    """The same for the share of positive in each part that both have."""
    mine, theirs = (shares.by(part, column).set_index(column) for part in (frame, other))
    rows = [
        (str(name), mine.positive[name], mine.n[name], theirs.positive[name], theirs.n[name])
        for name in mine.index
        if name in theirs.index and min(mine.n[name], theirs.n[name]) >= shares.ENOUGH
    ]
    return _tested(rows, adjusted=True).sort_values(
        "difference", key=abs, ascending=False, ignore_index=True
    )


def _tested(rows: list[tuple[str, int, int, int, int]], adjusted: bool) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["name", "hits", "n", "other_hits", "other_n"])
    table["share"] = table.hits / table.n
    table["other_share"] = table.other_hits / table.other_n
    table["difference"] = table.other_share - table.share
    table["low"], table["high"] = intervals.newcombe(
        table.other_hits, table.other_n, table.hits, table.n
    )
    p = [intervals.p_value(b, m, a, n) for _, a, n, b, m in rows]
    table["p"] = intervals.holm(p) if adjusted else p
    return table.assign(clear=table["p"] < _CHANCE)
