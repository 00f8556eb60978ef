"""Columns that people wrote in: reviews, praise beside blame, headlines."""

import pytest

from dashboard.reading.roles import Roles, guess_roles, other_prose
from tests.dashboard.reading.columns import TEXT, N, cycle, table

HEADLINES = [f"Would stay again, no. {i % 40}" for i in range(N)]
COMPLAINTS = [f"The tea was cold on day {i}" for i in range(N)]


def test_other_columns_of_prose_are_known() -> None:
    complaints = [f"The towels were thin and the tea was cold on day {i}" for i in range(N)]
    file = table(liked=TEXT, disliked=complaints, room=cycle("a room with a view of the sea", "b"))
    assert other_prose(file, Roles("liked")) == ["disliked"]
    assert other_prose(file, Roles("liked", headline="disliked")) == []


@pytest.mark.parametrize(
    ("praise", "blame"),
    [("Positive_Review", "Negative_Review"), ("pros", "cons"), ("Liked", "Disliked")],
)
@pytest.mark.parametrize("blame_first", [True, False])
def test_praise_and_blame_in_two_columns_are_one_review(
    praise: str, blame: str, blame_first: bool
) -> None:
    halves = {praise: TEXT, blame: ["No Negative", "", *COMPLAINTS[2:]]}
    first, last = sorted(halves, key=[praise, blame].index, reverse=blame_first)
    file = table(**{first: halves[first], "nights": cycle("11", "2"), last: halves[last]})
    assert guess_roles(file) == Roles(last, headline=first)
    assert other_prose(file, guess_roles(file)) == []


def test_what_is_called_so_but_is_no_prose_is_no_half() -> None:
    counted = table(Positive_Review=TEXT, Negative_Review=cycle("0", "12", "3"))
    assert guess_roles(counted).headline is None
    one_side = table(title=HEADLINES, Positive_Review=TEXT)
    assert guess_roles(one_side) == Roles("Positive_Review", headline="title")


@pytest.mark.parametrize("name", ["Title", "summary", "reviews.title", "Review Headline"])
def test_a_column_of_headlines(name: str) -> None:
    headed = {name: HEADLINES, "reviews.text": TEXT}
    assert guess_roles(table(**headed)) == Roles("reviews.text", headline=name)


def test_a_title_that_comes_again_and_again_or_is_a_word_is_no_headline() -> None:
    for title in (cycle("The Long Road", "A Summer Day"), [f"Film{i}" for i in range(N)]):
        assert guess_roles(table(title=title, text=TEXT)).headline is None


def test_an_answer_to_a_review_is_not_the_review() -> None:
    thanks = "Thank you so much for your kind words, we hope to see you again very soon!"
    file = table(replyContent=TEXT, content=cycle("nice app", "bad app"))
    assert guess_roles(file).text == "content"
    assert other_prose(file, Roles("content")) == []
    few = table(answer=cycle(thanks, *[""] * 9), said=TEXT)
    assert guess_roles(few).text == "said"


def test_short_answers_and_those_that_are_often_left_out_are_prose_too() -> None:
    cons = [f"Long hours and little pay {i}" for i in range(N)]
    assert other_prose(table(pros=TEXT, cons=cons), Roles("pros")) == ["cons"]
    negative = [cons[i] if i % 3 else "No Negative" for i in range(N)]
    assert other_prose(table(good=TEXT, bad=negative), Roles("good")) == ["bad"]
    same = ["No Negative"] * N
    assert other_prose(table(good=TEXT, bad=same), Roles("good")) == []


@pytest.mark.parametrize(
    "said", [("🙂", "👍", "😡 no", "✅"), ("Great", "Bad", "Fine"), ("🙂", "lovely", "👎", "❤️")]
)
def test_emoji_and_single_words_are_more_of_a_text_than_numbers_and_dates(
    said: tuple[str, ...],
) -> None:
    file = table(
        n=[str(i) for i in range(N)], share=cycle("12.50%", "3%"),
        at=cycle("2024-01-31 10:30", "2024-02-01 11:00"), reaction=cycle(*said),
    )  # fmt: skip
    assert guess_roles(file).text == "reaction"


def test_emoji_are_more_of_a_text_than_rooms() -> None:
    file = table(room=cycle("Room 12", "Room 7"), reaction=cycle("🙂", "👍", "✅"))
    assert guess_roles(file).text == "reaction"


def test_numbers_alone_are_read_where_there_is_nothing_else() -> None:
    assert guess_roles(table(n=cycle("1", "22"))).text == "n"
