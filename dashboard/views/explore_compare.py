"""Explore, last tab: two groups or two files side by side."""

import pandas as pd
import streamlit as st

from dashboard import connection
from dashboard.charts.differences import moved
from dashboard.insight import compare, shares
from dashboard.insight.reviews import NO_GROUP, SMALL_GROUPS
from dashboard.jobs.job import Job
from dashboard.results import UNCERTAIN
from dashboard.views import chart, explore_data, job_choice
from dashboard.wording import count, escaped, points


def show(job: Job, frame: pd.DataFrame) -> None:
    """Without filters: what is compared is chosen here."""
    st.caption(f"Compare looks at all {count(len(frame), 'review')}, whatever the filters above.")
    sides = _choose(job, frame)
    if sides is None:
        return
    (name, one), (other_name, two) = sides
    n, other_n = (len(shares.readable(side)) for side in (one, two))
    if min(n, other_n) < shares.ENOUGH:
        st.info(f"Too few reviews to compare: each side needs {shares.ENOUGH} that can be read.")
        return
    table = compare.moved(one, two)
    _say(table, name, other_name)
    with st.container(border=True):
        title = f"{other_name} against {name}"
        chart.show(moved(table, title, chart.theme()), f"{_finding(table)}.")
    st.caption(
        f"{escaped(name)}: {count(n, 'review')}. {escaped(other_name)}: "
        f"{count(other_n, 'review')}. {_left_out(len(one) + len(two) - n - other_n)}"
        "Differences of shares with Newcombe's 95% interval and the two-sided score test, which is "
        "adjusted for how many are looked at; grey is what chance may do."
    )
    for column in ("group", "length"):
        if column in one and column in two and column != st.session_state.get("compare-by"):
            _show_within(one, two, column)


def _choose(
    job: Job, frame: pd.DataFrame
) -> tuple[tuple[str, pd.DataFrame], tuple[str, pd.DataFrame]] | None:
    ways = {"group": job.roles.group or "", "period": "Time", "length": "Length"}
    ways = {column: title for column, title in ways.items() if column in frame}
    others = [entry for entry in connection.jobs().entries() if entry.id != job.id]
    if others:
        ways["file"] = "Another file"
    by = st.segmented_control(
        "Compare by", list(ways), format_func=lambda way: escaped(ways[way]),
        default=next(iter(ways)), required=True, key="compare-by",
    )  # fmt: skip
    if by == "file":
        names = job_choice.names(others)
        other = st.selectbox("with", others, format_func=lambda entry: names[entry.id])
        found = connection.jobs().find(other.id)
        if found is None:
            return None
        return (job.file_name, frame), (other.file_name, explore_data.frame(found))
    counts = frame[by].value_counts()
    values = [str(value) for value in frame[by].cat.categories if counts[value]]
    if len(values) < 2:
        st.info("There is only one, and so nothing to compare.")
        return None
    sides = zip(st.columns(2), ("from", "to"), _telling(frame[by], values), strict=True)
    one, two = (
        place.selectbox(side.title(), values, values.index(told), key=f"compare-{by}-{side}")
        for place, side, told in sides
    )
    return (one, frame[frame[by] == one]), (two, frame[frame[by] == two])


def _telling(column: pd.Series, values: list[str]) -> tuple[str, str]:
    """To begin with: the two largest groups; of times and lengths, which have an order, the first
    and the last of enough reviews."""
    counts = column.value_counts()
    named = [value for value in values if value not in (NO_GROUP, SMALL_GROUPS)]
    enough = [value for value in named if counts[value] >= shares.ENOUGH]
    if not column.cat.ordered:
        largest = sorted(enough, key=counts.__getitem__)[-2:]
        enough = [value for value in enough if value in largest]
    first, *others = enough if len(enough) > 1 else values
    return first, others[-1]


def _say(table: pd.DataFrame, name: str, other_name: str) -> None:
    st.header(escaped(_finding(table)), anchor=False)
    st.markdown(f"From **{escaped(name)}** to **{escaped(other_name)}**.")


def _left_out(n: int) -> str:
    return (
        f"{count(n, 'review')} that the model cannot read {'are' if n > 1 else 'is'} left out. "
        if n
        else ""
    )


def _finding(table: pd.DataFrame) -> str:
    """What moved most, or is only less sure than before."""
    clear = table[table["clear"]]
    if clear.empty:
        return "No clear difference"
    sides = clear[clear["name"] != UNCERTAIN]
    most = (clear if sides.empty else sides).sort_values("difference", key=abs).iloc[-1]
    word = "more" if most["difference"] > 0 else "less"
    size = max(1, round(100 * abs(most["difference"])))
    low, high = points(most["low"]), points(most["high"])
    return f"{count(size, 'point')} {word} {most['name'].lower()} ({low} to {high})"


def _show_within(one: pd.DataFrame, two: pd.DataFrame, column: str) -> None:
    table = compare.moved_within(one, two, column)
    if len(table) < 2:
        return
    clear = table[table["clear"]]
    title = (
        f"By {column}: {clear['name'].iloc[0]} differs most clearly" if len(clear)
        else f"By {column}: no clear difference in what is positive"
    )  # fmt: skip
    with st.container(border=True):
        chart.show(moved(table.head(12), title, chart.theme()), "Differences of shares.")
        st.caption(f"Where both sides have {shares.ENOUGH} reviews or more.")
