"""Explore: the reviews themselves, as quotes worth reading and as the table of what is filtered."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.insight import quotes
from dashboard.insight.explained import Explained
from dashboard.insight.typical import typical
from dashboard.reading.table_shape import unused_name
from dashboard.results import NEGATIVE, POSITIVE, UNCERTAIN, likely_positive
from dashboard.review import quote_html
from dashboard.review.quote_html import Quote, Tone
from dashboard.views import verdict_columns
from dashboard.wording import count

_TONES: dict[str, Tone] = {
    POSITIVE: "positive", NEGATIVE: "negative", UNCERTAIN: "uncertain",
}  # fmt: skip


def show_quotes(shown: pd.DataFrame, known: Explained | None, words: str) -> None:
    """`words` are marked in them."""
    kinds = {
        "Most positive": quotes.most_positive(shown),
        "Most negative": quotes.most_negative(shown),
        "Most uncertain": quotes.most_uncertain(shown),
    }
    if known:
        kinds["Most typical"] = typical(shown, known)
    if "stars" in shown and shown["stars"].notna().any():
        against = quotes.contradictions(shown)
        kinds[f"Stars say otherwise ({len(against):,})"] = against.drop_duplicates("text").head(10)
    kind = st.segmented_control(
        "Show", list(kinds), default="Most positive", required=True, key="quotes"
    )
    found = kinds[kind]
    if found.empty:
        st.info("There is none among the reviews that are looked at.")
    st.html(quote_html.as_html([quote(review) for review in found.to_dict("records")], words))


def quote(review: Mapping[Hashable, Any], *more: str) -> Quote:
    return Quote(str(review["text"]), quotes.facts(review, *more), _TONES[str(review["verdict"])])


def show_table(shown: pd.DataFrame, group_title: str | None) -> None:
    st.header(count(len(shown), "review"), anchor=False)
    verdict = shown["verdict"].astype("str")
    table = pd.DataFrame(
        {
            "Row": shown["row"],
            "Verdict": verdict.mask(shown["corrected"], verdict + " (yours)"),
            "Review": shown["excerpt"],
            "Likely positive": likely_positive(shown["probability"]),
        }
    )
    if group_title:
        table[unused_name(group_title, [*table.columns, "Date", "Stars"])] = shown["group"].astype(
            "str"
        )
    if "date" in shown:
        table["Date"] = shown["date"]
    if "stars" in shown:
        table["Stars"] = shown["stars"]
    st.dataframe(
        table,
        hide_index=True,
        lazy=True,
        placeholder="",
        column_config=verdict_columns.COLUMNS
        | {
            "Date": st.column_config.DateColumn(width=100),
        },
        alt=f"The {count(len(table), 'review')} that are looked at, with their verdicts.",
    )
