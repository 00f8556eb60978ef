"""The Evaluate page: how far the verdicts can be trusted on this file."""

import pandas as pd
import streamlit as st

from dashboard.insight import agreement
from dashboard.insight.labels import guess_meaning
from dashboard.jobs.job import Job
from dashboard.results import NEGATIVE, POSITIVE
from dashboard.views import (
    decisions,
    evaluate_measures,
    evaluate_share,
    explore_data,
    job_choice,
    nothing_scored,
    open_tab,
    star_order,
)
from dashboard.wording import count, escaped

LESSONS = """**How right is the model on your reviews?**

- with a column of labels or stars: how many verdicts are right, which are not, and where
- whether 90% sure really means right nine times in ten
- without any labels: label fifty here, and get the true share of positive with its interval"""
TABS = ["How right", "True share"]
_MOST_LABELS = 12
_NEITHER = "neither"


def show(job: Job) -> None:
    frame = explore_data.frame(job, corrected=False)
    if frame.empty:
        nothing_scored.show(job)
        return
    name, tab = open_tab.show(TABS, "part")
    with tab:
        if name == TABS[0]:
            show_agreement(job, frame)
        else:
            evaluate_share.show(frame)


def show_agreement(job: Job, frame: pd.DataFrame) -> None:
    judged = choose_truth(job, frame)
    if judged is None:
        return
    if judged.empty:
        st.info("No review has a verdict of its own yet. Say what the labels mean, or label some.")
        return
    if judged["truth"].nunique() == 1:
        only = str(judged["truth"].iloc[0]).lower()
        st.warning(
            f"All of these are {only}, so nothing can be said about how well it judges others."
        )
    evaluate_measures.show(judged)


def choose_truth(job: Job, frame: pd.DataFrame) -> pd.DataFrame | None:
    decided = decisions.verdicts()
    mine = frame["text"].map(decided) if decided else pd.Series(dtype="str")
    sources = {}
    if "label" in frame:
        sources["label"] = f"Column “{job.roles.label}”"
    if "stars" in frame and frame["stars"].notna().any():
        sources["stars"] = f"Stars in “{job.roles.stars}”"
    if mine.notna().any():
        sources["mine"] = f"My own verdicts ({mine.notna().sum():,})"
    if not sources:
        _say_what_is_missing()
        return None
    source = st.segmented_control(
        "What is true, according to", list(sources), default=next(iter(sources)), required=True,
        format_func=lambda name: escaped(sources[name]), key="truth",
    )  # fmt: skip
    if source == "mine":
        st.caption("From the queue, where the uncertain come first: expect less agreement there.")
        return agreement.judged(frame, mine)
    return _by_labels(job, frame) if source == "label" else _by_stars(job, frame)


def _by_stars(job: Job, frame: pd.DataFrame) -> pd.DataFrame:
    star_order.show_hint(job, frame)
    star_order.show_choice(job)
    judged = agreement.by_stars(frame)
    left_out = int(frame["stars"].notna().sum()) - len(judged)
    st.caption(
        "The best third of the scale counts as positive, the worst as negative; "
        f"{count(left_out, 'review')} in the middle left out."
    )
    return judged


def _by_labels(job: Job, frame: pd.DataFrame) -> pd.DataFrame:
    labels = [str(name) for name in frame["label"].value_counts().index if name]
    guess = guess_meaning(labels)
    meaning, asked = dict(guess), _in_order(labels[:_MOST_LABELS])
    unclear = any(guess[label] is None for label in asked)
    with st.expander("What the labels mean", expanded=unclear):
        for label in asked:
            options = [POSITIVE, NEGATIVE, _NEITHER]
            said = st.segmented_control(
                escaped(label), options, default=guess[label] or _NEITHER, required=True,
                key=f"means-{job.id}-{label}",
            )  # fmt: skip
            meaning[label] = None if said == _NEITHER else said
        if rarer := labels[_MOST_LABELS:]:
            st.caption(f"{count(len(rarer), 'rarer label')} count as they were understood.")
    judged = agreement.by_labels(frame, meaning)
    if left_out := int((frame["label"] != "").sum()) - len(judged):
        st.caption(f"{count(left_out, 'review')} of neither side left out.")
    return judged


def _in_order(labels: list[str]) -> list[str]:
    """Numbers from the least on; words, which have no order, stay as they are."""
    numbers = pd.to_numeric(pd.Series(labels, dtype="str").str.replace(",", "."), errors="coerce")
    return labels if numbers.isna().any() else [labels[i] for i in numbers.argsort()]


def _say_what_is_missing() -> None:
    with st.container(border=True):
        st.markdown(
            "**This file has no labels or stars to compare with**\n\n"
            "- If it has such a column, choose it in Explore, at the end of “Filters”: nothing is "
            "scored again.\n"
            "- Or decide some reviews yourself in the queue, and come back.\n"
            "- For the true share of positive alone, fifty are enough: see “True share”."
        )
        st.page_link("views/queue.py", label="Go to the queue")


job_choice.show_page("How far can it be trusted?", LESSONS, show)
