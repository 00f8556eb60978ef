"""What can be done with a verdict: go back to an earlier one, share it, ask for it from code."""

from urllib.parse import quote

import streamlit as st

from dashboard import connection
from dashboard.review import snippets
from dashboard.review.history import Judged
from dashboard.wording import escaped

MOST_CHARACTERS_OF_LINK = 500
TABS = ["Earlier reviews", "Link", "From code"]


def show(judged: Judged) -> None:
    """Only the open tab is filled: what colours code is Streamlit's largest part here."""
    if st.query_params.get("text") not in {None, judged.text}:  # of a review shown before
        del st.query_params["text"]
    earlier, share, code = st.tabs(TABS, key="more", on_change="rerun")
    if earlier.open:
        with earlier:
            show_history(judged.text)
    if share.open:
        with share:
            show_link(judged.text)
    if code.open:
        with code:
            show_code(judged.text)


def go_back(judged: Judged) -> None:
    st.session_state["review_text"] = judged.text
    st.session_state["answer"] = judged


def show_history(shown: str = "") -> None:
    """Those beside the review that is shown."""
    others = [judged for judged in st.session_state["history"] if judged.text != shown]
    if not others:
        st.markdown("The next reviews you judge will be listed here until you close the page.")
    for number, judged in enumerate(others):
        st.button(
            escaped(judged.label()), key=f"earlier-{number}", on_click=go_back, args=(judged,)
        )


def show_link(text: str) -> None:
    if len(text) > MOST_CHARACTERS_OF_LINK:
        st.markdown(
            f"Only reviews of up to {MOST_CHARACTERS_OF_LINK} characters fit into a link; "
            f"this one has {len(text):,}."
        )
    elif "text" in st.query_params:
        st.markdown("This link opens the page with this review and its verdict:")
        st.code(f"{st.context.url}?text={quote(text)}", language=None, wrap_lines=True)
    else:
        st.markdown(
            "A link can hold the whole review. Whoever gets the link can read it, and it stays in "
            "the history of their browser and yours."
        )
        st.button("Put the review into a link", on_click=put_into_link, args=(text,))


def put_into_link(text: str) -> None:
    st.query_params["text"] = text


def show_code(text: str) -> None:
    url, with_key = connection.client().url(), bool(connection.settings().api_key)
    st.markdown("The same question, in a terminal or from Python:")
    st.code(snippets.curl(url, text, with_key), language="bash", wrap_lines=True)
    st.code(snippets.python(url, text, with_key), language="python", wrap_lines=True)
