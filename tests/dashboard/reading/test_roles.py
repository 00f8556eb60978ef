"""Roles of columns: found by name and by content."""

import pandas as pd
import pytest

from dashboard import results
from dashboard.jobs.outcome import Outcome
from dashboard.reading.role_names import OUR_COLUMNS
from dashboard.reading.roles import Roles, guess_roles
from tests.dashboard.reading.columns import TEXT, N, cycle, table


def test_a_file_with_everything() -> None:
    roles = guess_roles(
        table(
            id=[str(i) for i in range(N)],
            Review_Date=cycle("2024-01-31", "2024-02-01"),
            Hotel=cycle("Adler", "Bellevue", "Central"),
            Rating=cycle("5", "4", "1"),
            Sentiment=cycle("positive", "negative"),
            text=TEXT,
        )
    )
    assert roles == Roles("text", "Review_Date", "Hotel", "Rating", "Sentiment")


def test_a_file_without_names() -> None:
    columns = [TEXT, cycle("0", "1"), cycle("1", "2", "3", "5"), cycle("31.01.2024", "02.02.2024")]
    roles = guess_roles(table(**{f"column {i + 1}": c for i, c in enumerate(columns)}))
    assert roles == Roles("column 1", "column 4", None, "column 3", "column 2")


def test_a_columns_own_name_beats_one_that_only_holds_it() -> None:
    tweets = table(
        airline_confidence=cycle("0.51", "0.72", "1.0"), airline=cycle("A", "B", "C"), text=TEXT
    )
    assert guess_roles(tweets).group == "airline"
    assert guess_roles(tweets.drop(columns="airline")).group is None
    assert guess_roles(table(version=cycle("1.1", "0.9", "2.0"), text=TEXT)).group == "version"


def test_a_column_named_like_the_review_is_about_the_review() -> None:
    days = cycle("2024-01-31", "2024-02-01")
    export = {"date.added": days, "reviews.date": days, "reviews.text": TEXT}
    assert guess_roles(table(**export)).date == "reviews.date"


@pytest.mark.parametrize("values", [("1", "-1"), ("0", "1"), ("-1", "0", "1")])
def test_a_score_of_two_values_is_a_label(values: tuple[str, ...]) -> None:
    assert guess_roles(table(score=cycle(*values), text=TEXT)) == Roles("text", label="score")


@pytest.mark.parametrize("classes", [("0", "1", "2"), ("0", "1", "2", "3", "4")])
def test_classes_counted_from_0_are_labels_where_the_name_says_so(classes: tuple[str, ...]) -> None:
    assert guess_roles(table(Sentiment=cycle(*classes), text=TEXT)).label == "Sentiment"
    assert guess_roles(table(visits=cycle(*classes), text=TEXT)).label is None


def test_classes_counted_from_1_may_be_stars() -> None:
    found = guess_roles(table(target=cycle("1", "2", "3", "4"), text=TEXT))
    assert (found.label, found.stars) == (None, "target")


def test_yes_and_no_are_labels_where_the_name_says_so() -> None:
    answers = cycle("yes", "no", "yes")
    assert guess_roles(table(recommended=answers, text=TEXT)).label == "recommended"
    assert guess_roles(table(breakfast=answers, text=TEXT)).label is None
    said = cycle("Recommend", "Not recommend")
    assert guess_roles(table(opinion_of_members=said, text=TEXT)).label == "opinion_of_members"


@pytest.mark.parametrize("name", ["reviews.doRecommend", "Weiterempfehlung", "Recommended"])
def test_whether_somebody_recommends_is_a_label(name: str) -> None:
    assert guess_roles(table(text=TEXT, **{name: cycle("true", "false")})).label == name


def test_what_we_wrote_ourselves_is_no_truth() -> None:
    """A file that was scored, taken home, and comes back."""
    ours = results.annotated(
        table(text=TEXT, rating=cycle("5", "1", "3"), status=cycle("guest", "member")),
        results.verdicts([Outcome("scored", "", "positive", 0.9, 0.9, False)] * N),
    )
    assert set(results.verdicts([])) < OUR_COLUMNS
    assert guess_roles(ours) == Roles("text", stars="rating")
    assert guess_roles(table(verdict=cycle("good", "bad"), text=TEXT)).label == "verdict"


@pytest.mark.parametrize(
    "question", ["How likely are you to recommend us to a friend?", "Staff (0-10)", "NPS"]
)
def test_what_a_survey_asks_for_are_stars(question: str) -> None:
    survey = {"text": TEXT, question: cycle("0", "9", "10", "7"), "visits": cycle("0", "9", "8")}
    assert guess_roles(table(**survey)) == Roles("text", stars=question)


def test_stars_that_are_counted_in_words_need_no_name() -> None:
    counted = cycle("5.0 out of 5 stars", "1.0 out of 5 stars", "4 of 5 stars")
    assert guess_roles(table(title=counted, text=TEXT)) == Roles("text", stars="title")
    listed = cycle("1 of 2 rooms", "2 of 3 rooms", "3 of 4 rooms")
    assert guess_roles(table(title=listed, text=TEXT)).stars is None


def test_stars_stay_stars_where_many_gave_no_answer() -> None:
    some = cycle("1", "2", "3", "4", "99", "5")
    assert guess_roles(table(csat=some, text=TEXT)) == Roles("text", stars="csat")
    votes = cycle("0", "1", "2", "0", "3", "4", "0", "5")
    assert guess_roles(table(helpful=votes, text=TEXT)).stars is None


def test_fractions_of_one_are_no_stars() -> None:
    fractions = [f"{i / N:.2f}" for i in range(N)]
    assert guess_roles(table(score=fractions, text=TEXT)) == Roles("text")


def test_mostly_one_star_and_a_few_more_are_stars() -> None:
    few = ["1"] * (N - 2) + ["4.5", "3"]
    assert guess_roles(table(score=few, text=TEXT)) == Roles("text", stars="score")


def test_nothing_is_found_where_nothing_is() -> None:
    columns = {"id": [str(i) for i in range(N)], "verified": cycle("0", "1"), "said": TEXT}
    assert guess_roles(table(**columns)) == Roles("said")


def test_numbers_are_no_dates_and_a_year_is_one() -> None:
    assert guess_roles(table(review=TEXT, visits=cycle("2019", "2020"))).date is None
    assert guess_roles(table(review=TEXT, year=cycle("2019", "2020"))).date == "year"


def test_typed_columns_of_a_workbook() -> None:
    typed = pd.DataFrame({"review": TEXT, "when": pd.Timestamp("2024-05-01"), "stars": 4.0})
    assert guess_roles(typed) == Roles("review", "when", None, "stars", None)


def test_an_average_of_others_is_not_the_reviewers_score() -> None:
    file = table(Average_Score=cycle("8.1", "7.4"), Review=TEXT, Reviewer_Score=cycle("3.5", "9.6"))
    assert guess_roles(file).stars == "Reviewer_Score"
    assert guess_roles(file.drop(columns="Reviewer_Score")).stars == "Average_Score"


@pytest.mark.parametrize("name", ["ts", "timestamp", "time", "created", "created_utc", "unix"])
@pytest.mark.parametrize("moment", [1742039571, 1742039571000])
def test_seconds_and_milliseconds_since_1970_are_dates_where_the_name_says_so(
    name: str, moment: int
) -> None:
    file = table(text=TEXT).assign(**{name: range(moment, moment + N)})
    assert guess_roles(file).date == name
    assert guess_roles(file.rename(columns={name: "order"})).date is None


def test_per_cent_are_a_score_where_the_name_says_so() -> None:
    shares = cycle("85%", "3 %", "100%", "40,5%")
    assert guess_roles(table(score=shares, text=TEXT)).stars == "score"
    few = cycle("1%", "2%", "5%")
    assert guess_roles(table(discount=few, text=TEXT)) == Roles("text")
