"""What a job has found: numbers, charts, why rows failed, and the rows."""

import pandas as pd
import streamlit as st

from dashboard import connection, results
from dashboard.charts.verdicts import sureness, verdicts
from dashboard.insight import shares
from dashboard.jobs.job import Job
from dashboard.jobs.texts import review_texts
from dashboard.views import cards, chart, explore_data, nothing_scored, verdict_columns
from dashboard.views.cards import Card
from dashboard.wording import count, escaped, not_read

_SHOWN_REASONS = 5


def show(job: Job) -> None:
    found = results.verdicts(job.outcomes())
    summary = results.summarise(found)
    show_numbers(summary)
    if summary.scored:
        show_charts(job)
    elif not summary.waiting:
        st.warning(nothing_scored.advice(job))
    show_reasons(job)
    show_table(job, found)


def show_numbers(summary: results.Summary) -> None:
    numbers = {
        results.POSITIVE: summary.positive,
        results.NEGATIVE: summary.negative,
        results.UNCERTAIN: summary.uncertain,
    }
    shown = [Card(name, summary.share(n), count(n, "review")) for name, n in numbers.items()]
    if summary.unread:
        shown.append(Card("Not read", f"{summary.unread:,}", "not in English, or hardly words"))
    shown.append(
        Card(results.UNSCORED, f"{summary.unscored:,}", "empty, wordless, too long or failed")
    )
    if summary.waiting:
        shown.append(Card("Not reached", f"{summary.waiting:,}", "not asked yet"))
    cards.show(shown)


def show_charts(job: Job) -> None:
    if decided := int(explore_data.frame(job)["corrected"].sum()):
        st.caption(
            f"What the model said. In Explore, {count(decided, 'row')} that you decided "
            f"{'counts' if decided == 1 else 'count'} as you said."
        )
    frame, theme = explore_data.frame(job, corrected=False), chart.theme()
    if said := not_read(shares.n_unread(frame), len(frame)):
        st.info(said)
    left, right = st.columns(2, gap="medium")
    with left.container(border=True):
        chart.show(verdicts(shares.verdicts(frame), theme), "Reviews by verdict.", 3)
    with right.container(border=True):
        says = "Reviews by confidence in the verdict."
        chart.show(sureness(shares.sureness(frame), theme), says, 3)


def show_reasons(job: Job) -> None:
    reasons = results.reasons(job.outcomes())
    if not reasons:
        return
    with st.container(border=True):
        st.subheader("Why some rows were not scored", anchor=False)
        st.markdown(
            "\n".join(f"- {count(n, 'row')}: {escaped(why)}" for why, n in reasons[:_SHOWN_REASONS])
        )
        failed = job.progress().failed
        if failed and st.button(f"Score {count(failed, 'row')} again"):
            connection.jobs().resume(job, again=True)
            st.rerun()


def show_table(job: Job, verdicts: pd.DataFrame) -> None:
    names = ["All", results.POSITIVE, results.NEGATIVE, results.UNCERTAIN, results.UNSCORED]
    shown = st.radio("Show", names, horizontal=True)
    table = results.for_display(review_texts(job.table, job.roles), verdicts)
    if shown != "All":
        table = table[table["Verdict"] == shown]
    st.dataframe(
        table,
        hide_index=True,
        lazy=True,
        column_config=verdict_columns.COLUMNS
        | {
            "Note": st.column_config.TextColumn(width=260),
        },
        alt=f"{count(len(table), 'row')} of the file with their verdicts.",
    )
