"""What the pages keep of files between reruns: where one is deleted, it is to stay nowhere."""

import streamlit as st

from dashboard.views import batch_understood, explore_data, explore_overview

# Of this session: answers about sampled rows, and what was read word by word.
_OF_FILES = ("forecast-", "explained")


def forget() -> None:
    explore_data.forget()
    explore_overview.pictured.clear()
    batch_understood.read.clear()
    for key in [key for key in st.session_state if str(key).startswith(_OF_FILES)]:
        del st.session_state[key]
