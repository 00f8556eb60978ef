"""Evaluate: label fifty, get the true share of positive."""

import pandas as pd
import streamlit as st

from dashboard import corrections, sign_in
from dashboard.insight import prevalence, shares
from dashboard.results import NEGATIVE, POSITIVE
from dashboard.views import explore_data
from dashboard.wording import count, escaped, percent

_HEIGHT = 220


def show(frame: pd.DataFrame) -> None:
    drawn = prevalence.to_label(frame)
    store = explore_data.decisions()
    decided = corrections.verdicts(store.decided(sign_in.owner() or ""))
    labels = {
        int(row): decided[text]
        for row, text in zip(drawn["row"], drawn["text"], strict=True)
        if text in decided
    }
    _show_estimate(frame, labels, len(drawn))
    left = drawn[~drawn["row"].isin(labels)]
    if left.empty:
        st.success("All of the sample is labelled.")
        return
    _ask(left.iloc[0], store)


def _show_estimate(frame: pd.DataFrame, labels: dict[int, str], wanted: int) -> None:
    model = shares.overall(frame)
    said = model.positive / max(model.positive + model.negative, 1)
    found = prevalence.estimate(frame, labels)
    st.markdown(
        "The model's own share is off by its errors, and leaves out what is hard to tell. Judge "
        f"{count(wanted, 'review')} drawn at random, more of them where it is unsure, and the "
        "share is corrected."
    )
    st.progress(len(labels) / wanted, f"{len(labels)} of {count(wanted, 'review')} labelled")
    with st.container(horizontal=True):
        st.metric("The model says", percent(said), "of those it can tell", delta_color="off",
                  delta_arrow="off", border=True, width=230)  # fmt: skip
        st.metric(
            "True share of positive", percent(found.share) if labels else "–",
            f"95% sure: {found.low:.0%} to {found.high:.0%}", delta_color="off",
            delta_arrow="off", border=True, width=230,
        )  # fmt: skip


def _ask(review: pd.Series, store: corrections.Corrections) -> None:
    with st.container(border=True, height=_HEIGHT):
        st.markdown(escaped(str(review["text"])))
    with st.container(horizontal=True):
        for verdict, key in ((POSITIVE, "P"), (NEGATIVE, "N")):
            st.button(
                verdict, key=f"share-{verdict}", shortcut=key, on_click=store.decide,
                args=(str(review["text"]), verdict),
            )  # fmt: skip
    st.caption(
        "What would its writer say: positive or negative? The model's verdict is hidden so that it "
        "does not sway yours."
    )
