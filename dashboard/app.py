"""The dashboard's entry: `streamlit run dashboard/app.py`, from the project's root."""

import sys
from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
# Streamlit puts only this file's folder on the path; `dashboard` and `model` live one above.
sys.path.insert(0, str(HERE.parent))

st.set_page_config(page_title="Review sentiment", page_icon=str(HERE / "logo.svg"), layout="wide")
st.logo(str(HERE / "logo.svg"), size="large")
st.html(HERE / "style.css")
page = st.navigation(
    [
        st.Page("views/review.py", title="Review", default=True),
        st.Page("views/batch.py", title="Batch", url_path="batch"),
        st.Page("views/explore.py", title="Explore", url_path="explore"),
        st.Page("views/evaluate.py", title="Evaluate", url_path="evaluate"),
        st.Page("views/queue.py", title="Queue", url_path="queue"),
        st.Page("views/about.py", title="About", url_path="about"),
    ],
    position="top",
)
page.run()
