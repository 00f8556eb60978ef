"""Evaluate: label fifty, get the true share of positive."""

import pandas as pd
import streamlit as st

from dashboard.insight import prevalence, shares
from dashboard.views import cards, decisions
from dashboard.views.cards import Card
from dashboard.wording import between, count, escaped, percent


def show(frame: pd.DataFrame) -> None:
    drawn = prevalence.to_label(frame)
    decided = decisions.decided()
    labels = {
        int(row): decided[text]
        for row, text in zip(drawn["row"], drawn["text"], strict=True)
        if text in decided
    }
    _show_estimate(frame, labels, len(drawn))
    left = drawn[~drawn["row"].isin(labels)]
    text = None if left.empty else str(left.iloc[0]["text"])
    if text is not None:
        st.markdown(
            "**What would its writer say?** Skip a review that takes no side. The model's verdict "
            "is hidden so that it does not sway yours."
        )
    # Above the review: the next one is longer or shorter, and the buttons stay where they are.
    decisions.show_buttons(text, drawn["text"])
    if text is None:
        st.success("All of the sample is labelled.")
    else:
        with st.container(border=True):
            st.markdown(escaped(text))


def _show_estimate(frame: pd.DataFrame, labels: dict[int, str], wanted: int) -> None:
    model = shares.overall(frame)
    told = model.positive + model.negative
    found = prevalence.estimate(frame, labels)
    st.markdown(
        "The model's own share is off by its errors, and leaves out what is hard to tell. Judge "
        f"{count(wanted, 'review')} drawn at random, more of them where it is unsure, and the "
        "share is corrected."
    )
    skipped = len(labels) - found.n
    st.progress(
        len(labels) / wanted,
        f"{found.n} of {count(wanted, 'review')} labelled"
        + (f", {skipped} skipped" if skipped else ""),
    )
    sure = between(found.low, found.high)
    cards.show(
        [
            Card(
                "The model says",
                percent(model.positive / told) if told else "–",
                "of those it can tell",
            ),
            Card(
                "True share of positive",
                percent(found.share) if found.n else "–",
                sure,
                "Below stands what it may be, 95% sure.",
            ),
        ]
    )

    if skipped:
        st.caption(
            "What is skipped, here or in the queue, is left out: the true share is of reviews that "
            f"take a side, about {percent(found.sided)} of all."
        )
