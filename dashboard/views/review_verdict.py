"""A verdict on the Review page, and what speaks for it: words, sentences, the way there."""

import streamlit as st

from dashboard import wording
from dashboard.review import highlight, reading_curve, sentence_strip, verdict_card
from dashboard.views import chart
from model.contract.schema import NOT_READ, Explanation, Prediction


def show(prediction: Prediction, text: str) -> None:
    with st.container(border=True):
        st.html(verdict_card.announced(prediction, text) + verdict_card.as_html(prediction))
        st.markdown(wording.meaning(prediction))
        if prediction.uncertain:
            st.info(wording.uncertainty(prediction))
        st.caption(" ".join([wording.was_read(prediction), *wording.flags(prediction)]))


def show_example(prediction: Prediction, name: str) -> None:
    with st.container(border=True):
        st.caption(f"An example, “{name}”: no review of yours")
        st.html(verdict_card.as_html(prediction))
        if prediction.explanation:
            st.html(highlight.as_html(prediction.explanation))


def show_explanation(prediction: Prediction) -> None:
    explanation = prediction.explanation
    unread = not NOT_READ.isdisjoint(prediction.flags)  # its numbers mean nothing
    if unread or not explanation or not explanation.words:
        return
    st.subheader("The words behind it", anchor=False)
    st.html(highlight.legend())
    st.html(highlight.as_html(explanation))
    if len(explanation.sentences) < 2:  # one bar beside nothing tells nothing
        show_curve(explanation, prediction.uncertain)
        return
    sentences, curve = st.columns(2, gap="large")
    with sentences:
        show_sentences(explanation)
    with curve:
        show_curve(explanation, prediction.uncertain)


def show_sentences(explanation: Explanation) -> None:
    st.subheader("Sentence by sentence", anchor=False)
    st.html(sentence_strip.as_html(explanation) + sentence_strip.extremes(explanation))


def show_curve(explanation: Explanation, uncertain: bool) -> None:
    st.subheader("As the network reads on", anchor=False)
    curve = reading_curve.chart(explanation, uncertain, chart.theme())
    chart.show(curve, "The verdict after each word.", 4)
