"""Tables of a job's outcomes: counts, new columns, what the screen shows."""

import pandas as pd

from dashboard import results
from dashboard.jobs.outcome import Outcome

POSITIVE = Outcome("scored", "", "positive", 0.97, 0.97, False, ("short",))
NEGATIVE = Outcome("scored", "", "negative", 0.1, 0.9, False)
UNCERTAIN = Outcome("scored", "", "positive", 0.55, 0.55, True, ("short", "altered"))
EMPTY = Outcome("empty", "The review is empty.")
OUTCOMES = [POSITIVE, EMPTY, UNCERTAIN, NEGATIVE, POSITIVE]


def test_each_scored_row_is_counted_once() -> None:
    summary = results.summarise(results.verdicts(OUTCOMES))
    assert summary == results.Summary(2, 1, uncertain=1, unread=0, unscored=1, waiting=0)
    assert summary.scored == 4
    assert summary.share(summary.positive) == "50%"


def test_what_is_not_read_is_no_part_of_the_shares() -> None:
    foreign = UNCERTAIN._replace(flags=("other_language", "short"))
    summary = results.summarise(results.verdicts([*OUTCOMES, *[foreign] * 6]))
    assert (summary.uncertain, summary.unread, summary.scored) == (1, 6, 10)
    assert summary.share(summary.positive) == "50%"


def test_a_job_without_any_verdict_has_no_share() -> None:
    summary = results.summarise(results.verdicts([EMPTY, None]))
    assert summary.share(summary.positive) == "–"
    assert (summary.unscored, summary.waiting) == (1, 1)


def test_the_new_columns_stand_behind_the_old_ones_which_stay() -> None:
    table = pd.DataFrame({"status": list("abcde"), "review": list("vwxyz")}, dtype="str")
    joined = results.annotated(table, results.verdicts(OUTCOMES))
    assert list(joined.columns) == [
        "status", "review", "verdict", "predicted_sentiment", "positive_probability",
        "confidence", "uncertain", "flags", "status (2)", "detail",
    ]  # fmt: skip
    assert joined["verdict"].tolist() == [
        "Positive", "Not scored", "Hard to tell", "Negative", "Positive",
    ]  # fmt: skip
    pd.testing.assert_frame_equal(joined[["status", "review"]], table)
    assert joined["status (2)"].tolist() == ["scored", "empty", "scored", "scored", "scored"]
    assert joined["flags"].tolist()[2] == "short; altered"
    assert joined["positive_probability"].isna().tolist() == [False, True, False, False, False]


def test_reasons_are_counted_and_the_most_frequent_comes_first() -> None:
    failed = Outcome("failed", "The API cannot be reached.")
    assert results.reasons([EMPTY, failed, POSITIVE, failed, None]) == [
        ("The API cannot be reached.", 2),
        ("There is no text.", 1),
    ]
    long = [Outcome("too long", f"The review has {20_001 + i:,} characters.") for i in range(9)]
    assert results.reasons([*long, failed])[0] == ("The text has more than 20,000 characters.", 9)


def test_the_screen_gets_short_texts_on_one_line() -> None:
    texts = pd.Series(["short\ntext", "word " * 100, "", "x", "y"], dtype="str")
    shown = results.for_display(texts, results.verdicts(OUTCOMES))
    assert shown["Review"].tolist()[0] == "short text"
    assert shown["Review"].tolist()[1].endswith("word word…")
    assert len(shown["Review"].tolist()[1]) <= 121
    assert shown["Row"].tolist() == [1, 2, 3, 4, 5]
    assert shown["Likely positive"].tolist()[3] == 10
    assert shown["Verdict"].tolist()[:3] == ["Positive", "Not scored", "Hard to tell"]
    assert shown["Note"].tolist()[:4] == [
        "very short", "The review is empty.", "very short, repaired characters", "",
    ]  # fmt: skip


def test_a_table_never_says_that_the_model_is_certain() -> None:
    shown = results.likely_positive(pd.Series([0.00001, 0.5, 0.99999, None]))
    assert [f"{percent:.1f}%" for percent in shown] == ["0.1%", "50.0%", "99.9%", "nan%"]
