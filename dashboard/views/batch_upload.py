"""First step: a file, or the sample file; and what such a file looks like."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.reading.any_file import SUFFIXES, check_size
from dashboard.wording import escaped

_KEPT = "uploaded"
SAMPLE = Path(__file__).parent.parent / "samples" / "reviews.csv"
_EXAMPLE = pd.DataFrame(
    {
        "review": ["Lovely staff, and the view!", "Two hours in a queue. Never again."],
        "date": ["2025-03-01", "2025-03-02"],
        "hotel": ["Adler", "Bellevue"],
        "stars": ["5", "1"],
    }
)


@dataclass(frozen=True)
class Upload:
    """A file as it came; `key` tells the widgets of one file from those of the next."""

    name: str
    data: bytes
    key: str


def show() -> Upload | None:
    """Raises UnreadableFile for one that is too large."""
    uploaded = st.file_uploader(
        "A file of reviews, such as an export from a spreadsheet, a shop or a survey",
        SUFFIXES,
        key="upload",
        on_change=forget,
    )
    if uploaded:
        check_size(uploaded.size)
        came = Upload(uploaded.name, uploaded.getvalue(), uploaded.file_id)
        st.session_state[_KEPT] = came
        return came
    kept: Upload | None = st.session_state.get(_KEPT)
    if kept:  # the uploader is empty after a look at another page
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{escaped(kept.name)}** is still here.")
            st.button("Remove it", on_click=forget)
        return kept
    if st.session_state["upload"]:  # the browser still names a file that a restart has removed
        st.warning("The uploaded file is gone: the dashboard was restarted. Upload it again.")
    if st.session_state.get("sample"):
        return Upload(SAMPLE.name, SAMPLE.read_bytes(), "sample")
    show_example()
    return None


def forget() -> None:
    """Drop the earlier upload and the choice of the sample file."""
    st.session_state.pop(_KEPT, None)
    st.session_state["sample"] = False


def show_example() -> None:
    st.markdown(
        "One review in each row. Only the reviews have to be there; dates, groups, stars and "
        "labels beside them are used to compare. Every row comes back, in order, with its verdict "
        "or the reason why there is none."
    )
    st.dataframe(
        _EXAMPLE, hide_index=True, width=560, alt="An example of a file of reviews.", key="example"
    )
    st.button("Try the sample file", on_click=lambda: st.session_state.update(sample=True))
