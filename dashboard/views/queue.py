"""The Queue page: what the model cannot tell, for a person to decide; most uncertain first."""

import pandas as pd
import streamlit as st

from dashboard import corrections
from dashboard.corrections import SKIPPED
from dashboard.jobs.job import Job
from dashboard.results import NEGATIVE, POSITIVE, UNCERTAIN, likely_positive
from dashboard.views import decisions, explore_data, job_choice, nothing_scored, verdict_columns
from dashboard.wording import count, escaped

LESSONS = """**What the model cannot tell, you decide here**

- the most uncertain reviews come first, one at a time
- keys do it: **P** positive, **N** negative, **S** skip, **U** undo
- what you decide counts in Explore, stays when the dashboard restarts, and can be taken home as a
  file that trains the model"""


def show(job: Job) -> None:
    frame = explore_data.frame(job, corrected=False)
    if frame.empty:
        nothing_scored.show(job)
        return
    decided = decisions.decided()
    uncertain = frame[frame["verdict"] == UNCERTAIN]
    unsure = uncertain.drop_duplicates("text")
    waiting = unsure[~unsure["text"].isin(decided)].nsmallest(1, "confidence")
    seen = unsure["text"].map(decided).dropna()
    skipped = int((seen == SKIPPED).sum())
    different = "different " if len(unsure) < len(uncertain) else ""
    n = count(len(unsure), f"{different}uncertain review")
    st.progress(
        len(seen) / len(unsure) if len(unsure) else 1.0,
        f"{len(seen) - skipped:,} of {n} decided" + (f", {skipped:,} skipped" if skipped else ""),
    )
    # Above the review: the next one is longer or shorter, and the buttons stay where they are.
    text = None if waiting.empty else str(waiting.iloc[0]["text"])
    decisions.show_buttons(text, frame["text"])
    if waiting.empty:
        st.success("Nothing is left to decide in this file.")
    else:
        show_review(waiting.iloc[0])
    show_decided(frame, decided)


def show_review(review: pd.Series) -> None:
    with st.container(border=True):
        st.markdown(escaped(str(review["text"])))
        st.caption(f"Row {review['row']:,}")  # its number might sway


def show_decided(frame: pd.DataFrame, decided: dict[str, str]) -> None:
    here = frame[frame["text"].isin(corrections.verdicts(decided))].drop_duplicates("text")
    if here.empty:
        return
    st.header(f"{len(here):,} decided by you", anchor=False)
    leaned = (here["probability"] >= 0.5).map({True: POSITIVE, False: NEGATIVE})
    agreed = int((here["text"].map(decided) == leaned).sum())
    st.markdown(f"In {agreed:,} of {len(here):,} you took the side that the model leaned to.")
    st.download_button(
        "Download as a training file",
        lambda: corrections.training_file(decided, here["text"]),
        file_name="decided-reviews.parquet",
        on_click="ignore",
    )
    with st.expander("For whoever trains the model"):
        st.markdown(
            "Parquet with the columns text and label: `python -m model.train --extra-data "
            "decided-reviews.parquet` learns from it, `python -m model.evaluate --data "
            "decided-reviews.parquet` measures on it."
        )
    st.dataframe(
        pd.DataFrame(
            {
                "Row": here["row"],
                "You said": here["text"].map(decided),
                "Review": here["excerpt"],
                "Likely positive": likely_positive(here["probability"]),
            }
        ),
        hide_index=True,
        column_config=verdict_columns.COLUMNS,
        alt="The reviews that you have decided.",
    )


job_choice.show_page("What only a person can tell", LESSONS, show)
