"""What was understood of a file, in sentences."""

import pandas as pd

from dashboard.views.batch_description import of_rows


def test_what_is_not_scored_is_counted_by_why() -> None:
    rows = ["n/a"] * 300 + ["a film I loved"] * 2 + ["", "x" * 20_001, "a dull film"]
    said = of_rows(pd.Series(rows, dtype="str"))
    assert said == (
        "1 empty; 300 without an answer, such as “n/a”; 1 too long (over 20,000 characters); "
        "1 repeated, scored once. Half of the reviews have 14 characters or more."
    )


def test_where_nobody_said_anything_there_is_no_review() -> None:
    assert of_rows(pd.Series(["n/a", ""], dtype="str")) == "There is no review in this column."


def test_one_character_is_no_plural() -> None:
    assert of_rows(pd.Series(["🙂", "👍"])) == "Half of the reviews have 1 character or more."
