"""From scored rows to the tables behind the charts."""

import numpy as np
import pandas as pd
import pytest

from dashboard import results
from dashboard.insight import filters, over_time, quotes, reviews, shares
from dashboard.insight.reviews import NO_GROUP, review_frame
from dashboard.jobs.outcome import Outcome
from dashboard.reading.roles import Roles
from dashboard.results import NEGATIVE, POSITIVE
from tests.dashboard.insight.files import ALL_ROLES, frame_of, outcome, random_frame


def test_each_scored_row_is_there_once_with_what_the_file_says_of_it() -> None:
    table = pd.DataFrame(
        {
            "text": ["good " * 30, "", "bad", "so so"],
            "date": ["2025-01-06", "2025-01-07", "2025-02-01", "?"],
            "group": ["north", "north", " ", "south"],
            "stars": ["5", "1", "1", "3"],
            "label": ["pos", "", "neg", "neutral"],
        },
        dtype="str",
    )
    verdicts = results.verdicts([outcome(0.97), Outcome("empty"), outcome(0.05), outcome(0.6)])
    frame = review_frame(table, verdicts, ALL_ROLES, corrections={"so so": NEGATIVE})
    assert frame["row"].tolist() == [1, 3, 4]
    assert frame["verdict"].tolist() == [POSITIVE, NEGATIVE, NEGATIVE]
    assert frame["corrected"].tolist() == [False, False, True]
    assert frame["length"].tolist() == ["26–50 words", "1–10 words", "1–10 words"]
    assert frame["sureness"].tolist() == ["95–100%", "95–100%", "60–65%"]
    assert frame["group"].tolist() == ["north", NO_GROUP, "south"]
    assert frame["date"].isna().tolist() == [False, False, True]
    assert frame["stars"].tolist() == [5, 1, 3]


def test_a_file_without_other_columns_has_none() -> None:
    assert not {"group", "stars", "label", "date"} & set(frame_of([0.9]).columns)


@pytest.mark.parametrize(
    ("confidence", "band"), [(0.5, "50–55%"), (0.55, "55–60%"), (0.7, "70–75%"), (1.0, "95–100%")]
)
def test_a_confidence_on_an_edge_belongs_above(confidence: float, band: str) -> None:
    assert frame_of([confidence])["sureness"].tolist() == [band]


def test_a_choice_narrows_the_others_and_not_itself() -> None:
    frame = frame_of([0.9, 0.1, 0.9, 0.1], group=["a", "a", "b", "b"])
    choices = {"verdict": [POSITIVE], "group": ["a"], "mentions": []}
    assert filters.chosen(frame, choices)["row"].tolist() == [1]
    assert filters.chosen(frame, choices, but="group")["row"].tolist() == [1, 3]
    assert filters.chosen(frame, {"verdict": [POSITIVE, NEGATIVE]})["row"].tolist() == [1, 2, 3, 4]
    assert filters.chosen(frame, {"period": ["2025"]}).equals(frame)  # the file has no dates


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("room", [1, 2]),
        ("Café", [2]),
        ("not good", [3]),
        ("ROOM?", [1, 2]),
        ("(", [1, 2, 3]),
        ("roo", []),
        ("didn't", [3]),
    ],
)
def test_mentions_are_of_whole_words(words: str, found: list[int]) -> None:
    frame = frame_of(
        [0.9] * 3, text=["The rooms.", "a ROOM, a café", "bedroom: not, good. Didn’t sleep"]
    )
    assert filters.chosen(frame, {"mentions": [words]})["row"].tolist() == found


def test_a_column_may_have_two_roles() -> None:
    table = pd.DataFrame({"text": ["good", "bad"], "said": ["yes", "no"]}, dtype="str")
    verdicts = results.verdicts([outcome(0.9), outcome(0.1)])
    frame = review_frame(table, verdicts, Roles("text", group="said", label="said"))
    assert frame["group"].tolist() == frame["label"].tolist() == ["yes", "no"]


def test_of_very_many_groups_the_smallest_stand_together() -> None:
    names = [f"user {i}" for i in range(reviews.MOST_GROUPS + 9)]
    frame = frame_of([0.9] * (len(names) + 10), group=["often"] * 10 + names)
    counts = frame["group"].value_counts()
    assert len(counts) == reviews.MOST_GROUPS + 1
    assert (counts["often"], counts[reviews.SMALL_GROUPS]) == (10, 10)


def test_groups_stand_as_people_sort_them() -> None:
    groups = ["10.2", "9.8", "", "b", "A"]
    frame = frame_of([0.9] * 5, group=groups)
    assert frame["group"].cat.categories.tolist() == ["9.8", "10.2", "A", "b", "(empty)"]


def test_a_scale_with_few_reviews_of_each_number_stands_in_fifths() -> None:
    stars = [str(i % 11) for i in range(110)]
    frame = frame_of([0.9] * 110, stars=stars)
    assert frame["rating"].cat.categories[0] == "0 to 2 stars"
    table = shares.by(frame, "rating")
    assert table["n"].tolist() == [30, 20, 20, 20, 20]
    many = frame_of([0.9] * 330, stars=stars * 3)
    assert len(many["rating"].cat.categories) == 11


def test_nothing_left_is_no_error() -> None:
    nothing = random_frame(30).head(0)
    assert shares.by(nothing, "group").empty
    assert np.isnan(shares.overall(nothing).share)
    assert over_time.over_time(nothing, "Month").empty
    assert over_time.trend(over_time.over_time(nothing, "Month")) is None
    assert quotes.most_positive(nothing).empty


def test_the_extreme_are_extreme_and_worth_reading() -> None:
    texts = [
        "Great!",
        "a fine film that I loved",
        "a fine film that I loved",
        "it was quite all right",
    ]
    frame = frame_of([0.999, 0.99, 0.99, 0.8], text=texts)
    assert quotes.most_positive(frame)["row"].tolist() == [2, 4]
    assert quotes.most_uncertain(frame)["row"].tolist() == [4, 2, 1]


def test_stars_that_contradict_the_text() -> None:
    frame = frame_of([0.95, 0.95, 0.02, 0.9, 0.55], stars=["1", "5", "5", "3", "1"])
    assert quotes.contradictions(frame)["row"].tolist() == [3, 1]


def test_a_slip_among_the_stars_does_not_change_their_scale() -> None:
    frame = frame_of([0.97] * 300 + [0.03] * 101, stars=["5"] * 300 + ["1"] * 100 + ["2017"])
    assert set(frame["most_stars"]) == {5}
    assert frame["stars"].isna().sum() == 1
    assert quotes.contradictions(frame).empty
    few = frame_of([0.97] * 30 + [0.03] * 31, stars=["5"] * 30 + ["1"] * 30 + ["45"])
    assert set(few["most_stars"]) == {5}
    hundred = frame_of([0.97] * 30 + [0.03] * 31, stars=["5"] * 30 + ["1"] * 27 + ["45"] * 4)
    assert set(hundred["most_stars"]) == {100}
    ten = frame_of([0.9] * 100, stars=["5"] * 97 + ["9", "8", "10"])
    assert set(ten["most_stars"]) == {10}


def test_a_filter_does_not_change_the_scale_of_stars() -> None:
    frame = frame_of([0.9] * 10, stars=[str(i + 1) for i in range(10)])
    assert frame["liked"].isna().sum() == 2  # five and six of ten
    part = filters.chosen(frame, {"rating": ["5 stars"]})
    assert part["most_stars"].tolist() == [10]
    assert quotes.contradictions(part).empty


def test_the_scale_of_stars_is_found_once() -> None:
    stars = ["10"] * 3 + ["7"] * 3 + ["5"] * 400 + ["4"] * 94 + ["1"] * 500
    frame = frame_of([0.9] * 1_000, stars=stars)
    assert set(frame["most_stars"]) == {7}
    assert frame.loc[frame["stars"] == 4, "liked"].isna().all()  # the middle of seven


def test_thirds_are_those_of_the_scale_that_the_file_has() -> None:
    frame = frame_of([0.9] * 11, stars=[str(i) for i in range(11)])
    assert frame.loc[frame["liked"].isna(), "stars"].tolist() == [4, 5, 6]  # of 0 to 10
    assert frame["liked"].sum() == 4


def test_grades_praise_where_they_are_low() -> None:
    table = pd.DataFrame({"text": [f"text {i}" for i in range(6)], "grade": list("123456")})
    scored = results.verdicts([outcome(0.9)] * 6)
    frame = reviews.review_frame(table, scored, Roles("text", stars="grade", fewer_better=True))
    assert frame["liked"].fillna(False).tolist() == [True, True, False, False, False, False]
    assert frame["liked"].isna().tolist() == [False, False, True, True, False, False]
    assert quotes.facts(frame.iloc[0].to_dict()).endswith("1 of 6 stars · fewer are better")


def test_the_same_short_review_is_quoted_once() -> None:
    frame = frame_of([0.9] * 6 + [0.8], text=["Great"] * 6 + ["Fine"])
    assert quotes.most_positive(frame)["text"].tolist() == ["Great", "Fine"]
