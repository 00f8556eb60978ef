"""The Review page: one review, its verdict, and which words speak for it."""

import json
from pathlib import Path

import streamlit as st

from dashboard import charts, connection, highlight, wording
from dashboard.client import ApiError
from dashboard.jobs.outcome import outcome_without_asking
from model.contract.schema import Explanation, Failure, Prediction, Review

SAMPLES = json.loads((Path(__file__).parent.parent / "samples" / "samples.json").read_text("utf-8"))


def choose(sample: str) -> None:
    st.session_state["review_text"] = sample
    st.session_state["judging"] = True


def show_form() -> str:
    st.markdown("Write a review, or try one of these:")
    with st.container(horizontal=True):
        for sample in SAMPLES:
            st.button(sample["label"], on_click=choose, args=(sample["text"],))
    with st.form("review", border=False):
        text = st.text_area(
            "Your review",
            key="review_text",
            height=240,
            placeholder="Paste or write a review in English, of a film or anything else.",
        )
        if st.form_submit_button("Judge this review", type="primary"):
            st.session_state["judging"] = True
    return text


def judge(text: str) -> None:
    """Ask once; the answer stays until the next question."""
    refused = outcome_without_asking(text)
    if refused:
        st.session_state["answer"] = refused.detail
        return
    try:
        with st.spinner("Reading…"):
            reviews = [Review(id="review", text=text)]
            response = connection.client().predict(reviews, explain=True)
    except ApiError as error:
        st.session_state["answer"] = error
        return
    item = response.predictions[0]
    st.session_state["answer"] = item.error.detail if isinstance(item, Failure) else item


def show_answer(answer: Prediction | ApiError | str | None) -> None:
    match answer:
        case Prediction():
            show_verdict(answer)
        case ApiError():
            st.error(wording.escaped(str(answer)))
            st.button("Try again", on_click=lambda: st.session_state.update(judging=True))
        case str():
            st.warning(answer)
        case None:
            show_what_to_expect()


def show_what_to_expect() -> None:
    with st.container(border=True):
        st.markdown("**The verdict will stand here**")
        st.markdown(
            "- whether the review is positive or negative, or hard to tell\n"
            "- how sure the model is of that\n"
            "- which words speak for it and which against"
        )


def show_verdict(prediction: Prediction) -> None:
    with st.container(border=True):
        st.header(wording.verdict(prediction), anchor=False)
        st.markdown(wording.meaning(prediction))
        st.altair_chart(
            charts.gauge(prediction.probability, charts.theme(st.context.theme.type)),
            alt=f"{wording.percent(prediction.probability)} likely to be positive.",
        )
        with st.container(horizontal=True, gap="large"):
            st.metric("Likely positive", wording.percent(prediction.probability), width="content")
            st.metric(
                "Sure of the verdict", wording.percent(prediction.confidence), width="content"
            )
        if prediction.uncertain:
            st.info(wording.uncertainty(prediction))
        if prediction.flags:
            st.markdown("\n".join(f"- {f}" for f in wording.flags(prediction)))
    if prediction.explanation:
        show_explanation(prediction.explanation)


def show_explanation(explanation: Explanation) -> None:
    st.subheader("The words behind it", anchor=False)
    st.html(highlight.legend())
    st.html(highlight.as_html(explanation))
    if explanation.altered:
        st.caption(wording.alterations(explanation.altered))


connected = connection.show_header("What does a review say?")
question, verdict = st.columns(2, gap="large")
with question:
    text = show_form()
with verdict:
    # Without a connection the question stays, and is answered as soon as there is one.
    if connected and st.session_state.pop("judging", False):
        judge(text)
    if connected:
        show_answer(st.session_state.get("answer"))
