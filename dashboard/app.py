"""The dashboard's entry: `streamlit run dashboard/app.py`, from the project's root."""

import sys
from pathlib import Path

import streamlit as st

# Streamlit puts only this file's folder on the path; `dashboard` and `model` live one above.
sys.path.insert(0, str(Path(__file__).parent.parent))

st.set_page_config(page_title="Review sentiment", page_icon="💬", layout="wide")
page = st.navigation(
    [
        st.Page("views/review.py", title="Review", default=True),
        st.Page("views/batch.py", title="Batch", url_path="batch"),
    ],
    position="top",
)
page.run()
