"""The dashboard's entry: `streamlit run dashboard/app.py`, from the project's root."""

import sys
from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
LOGO = str(HERE / "logo.svg")
# Streamlit puts only this file's folder on the path; `dashboard` and `model` live one above.
sys.path.insert(0, str(HERE.parent))
from dashboard import sign_in  # noqa: E402 - only now can it be found

st.set_page_config(page_title="Review sentiment", page_icon=LOGO, layout="wide")
st.logo(LOGO, size="large")
st.html(HERE / "style.css")
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
if locked:
    sign_in.show()
else:
    page.run()
