"""How a table of reviews and verdicts looks, on each page that has one."""

import streamlit as st

COLUMNS = {
    "Row": st.column_config.NumberColumn(width=60),
    "Verdict": st.column_config.TextColumn(width=90),
    "Likely positive": st.column_config.ProgressColumn(
        format="%.1f%%", min_value=0, max_value=100, width=110
    ),
    "Review": st.column_config.TextColumn(width=560),
}
