"""What is scored in each row."""

import pandas as pd
import pytest

from dashboard.jobs.outcome import outcome_without_asking
from dashboard.jobs.texts import headed, review_texts
from dashboard.reading.roles import Roles


@pytest.mark.parametrize(
    ("headline", "text", "whole"),
    [
        ("So soft", "I wear it daily.", "So soft. I wear it daily."),
        ("Why?!", "It broke.", "Why?! It broke."),
        ("  ", "It broke.", "It broke."),
        ("So soft", "", "So soft."),
        ("I wear it...", "I wear it daily.", "I wear it daily."),
        ("", "", ""),
        ("Good", "Goodbye to my money", "Good. Goodbye to my money"),
        ("No", "Nothing works here", "No. Nothing works here"),
        ("No", "No, nothing works", "No, nothing works"),
        ("No Negative", " Lovely staff ", "Lovely staff"),
        ("A lovely stay", "n/a", "A lovely stay"),
        ("", "No Positive", "No Positive"),
        ("No Negative", "No Positive", "No Positive"),
    ],
)
def test_a_headline_is_a_first_sentence_unless_it_is_one_anyway(
    headline: str, text: str, whole: str
) -> None:
    assert headed(headline, text) == whole


def test_every_row_has_its_own_headline_also_where_cells_are_missing() -> None:
    n = 2_345  # more than are joined at once
    table = pd.DataFrame(
        {"title": [f"Title {i}" for i in range(n)], "text": [f"text {i}" for i in range(n)]},
        dtype="str", index=range(5, n + 5),
    )  # fmt: skip
    table.loc[5, "title"] = table.loc[6, "text"] = None
    texts = review_texts(table, Roles("text", headline="title"))
    assert texts.tolist()[:3] == ["text 0", "Title 1.", "Title 2. text 2"]
    assert texts.tolist()[-1] == f"Title {n - 1}. text {n - 1}"
    assert texts.index.equals(pd.RangeIndex(n))
    assert review_texts(table, Roles("text")).tolist()[1:3] == ["", "text 2"]


@pytest.mark.parametrize("answer", ["None", " n/a", "NULL", "no answer", "No Negative"])
def test_a_cell_in_which_nobody_said_anything_has_no_words(answer: str) -> None:
    outcome = outcome_without_asking(answer)
    assert outcome
    assert (outcome.status, outcome.detail) == ("no words", "Nobody said anything here.")
    assert outcome_without_asking(f"{answer} of it was good") is None


def test_a_table_without_rows() -> None:
    table = pd.DataFrame({"title": [], "text": []}, dtype="str")
    assert review_texts(table, Roles("text", headline="title")).tolist() == []
