"""The Review page: one review, its verdict, and what speaks for it."""

import contextlib
import json
from pathlib import Path

import streamlit as st

from dashboard import connection, wording
from dashboard.api.client import ApiError
from dashboard.jobs.outcome import outcome_without_asking
from dashboard.review.history import Judged, remember
from dashboard.settings import Settings
from dashboard.views import review_more, review_verdict
from model.contract.schema import Failure, Prediction, Review

SAMPLES = json.loads((Path(__file__).parent.parent / "samples" / "samples.json").read_text("utf-8"))


def choose(sample: str) -> None:
    st.session_state["review_text"] = sample
    st.session_state["judging"] = True


def open_link() -> None:
    """Someone shared a review by its link: it is judged as soon as the page opens."""
    text = st.query_params.get("text")
    if text and "answer" not in st.session_state:
        choose(text)


def show_form() -> str:
    with st.container(horizontal=True, key="samples"):  # style.css knows them by their key
        for sample in SAMPLES:
            st.button(sample["label"], on_click=choose, args=(sample["text"],))
    with st.form("review", border=False):
        text = st.text_area(
            "Your review",
            key="review_text",
            height=210,
            placeholder="Paste or write a review in English, of a film or anything else.",
            persist_state="session",
        )
        if st.form_submit_button("Judge this review", type="primary", shortcut="Ctrl+Enter"):
            st.session_state["judging"] = True
    return text


def ask(text: str) -> Prediction | str:
    """The verdict, or the sentence that says why there is none."""
    response = connection.client().predict([Review(id="review", text=text)], explain=True)
    item = response.predictions[0]
    return item.error.detail if isinstance(item, Failure) else item


def judge(text: str) -> Judged | ApiError | str:
    refused = outcome_without_asking(text)
    if refused:
        return refused.detail
    try:
        with st.spinner("Reading…"):
            answer = ask(text)
    except ApiError as error:
        return error
    if isinstance(answer, str):
        return answer
    judged = Judged(text, answer)
    st.session_state["history"] = remember(st.session_state.get("history", []), judged)
    return judged


def show_answer(answer: Judged | ApiError | str | None) -> None:
    match answer:
        case Judged():
            review_verdict.show(answer.prediction, answer.text)
        case ApiError():
            st.error(wording.escaped(str(answer)))
            st.button("Try again", on_click=lambda: st.session_state.update(judging=True))
        case str():
            st.warning(answer)
        case None:
            show_what_to_expect()


@st.cache_data(ttl="1h", show_spinner="Reading…")
def example(asked_with: Settings) -> Prediction | str:
    """Asked once for each API that answers."""
    del asked_with
    return ask(SAMPLES[0]["text"])


def show_what_to_expect() -> None:
    st.markdown(
        "**The verdict will stand here**: how a review reads, how sure that is, and which words "
        "and sentences speak for it."
    )
    with contextlib.suppress(ApiError):  # whoever asks about a review of their own is told
        answer = example(connection.settings())
        if isinstance(answer, Prediction):
            review_verdict.show_example(answer, SAMPLES[0]["label"])


open_link()
header = connection.Header("What does a review say?")
question, verdict = st.columns(2, gap="large")
with question:
    text = show_form()
connected = header.show_who_answers()  # only now: a person can write while the model wakes
# Without a connection the question stays, and is answered as soon as there is one.
if connected and st.session_state.pop("judging", False):
    with verdict:
        st.session_state["answer"] = judge(text)
answer = st.session_state.get("answer")
if connected:
    with verdict:
        show_answer(answer)
    if isinstance(answer, Judged):
        review_verdict.show_explanation(answer.prediction)
        review_more.show(answer)
    elif st.session_state.get("history"):  # what cannot be judged takes nothing away
        st.header("Earlier reviews", anchor=False)
        review_more.show_history()
