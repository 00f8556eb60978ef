"""The dashboard's frame: its pages, for whom they are, and the way between them."""

from pathlib import Path

import streamlit as st

from dashboard import sign_in

LOGO = str(Path(__file__).with_name("logo.svg"))

st.logo(LOGO, size="large")
locked = sign_in.is_needed()
page = st.navigation(
    [
        st.Page("views/review.py", title="Review", default=True),
        st.Page("views/batch.py", title="Batch", url_path="batch"),
        st.Page("views/explore.py", title="Explore", url_path="explore"),
        st.Page("views/evaluate.py", title="Evaluate", url_path="evaluate"),
        st.Page("views/queue.py", title="Queue", url_path="queue"),
        st.Page("views/about.py", title="About", url_path="about"),
    ],
    position="hidden" if locked else "top",
)
st.set_page_config(f"{page.title} · Review sentiment", page_icon=LOGO, layout="wide")
if locked:
    sign_in.show()
else:
    page.run()
