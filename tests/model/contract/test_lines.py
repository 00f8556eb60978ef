"""JSON Lines: each line is its own review, and keeps its place."""

import pytest
from pydantic import ValidationError

from model.contract.lines import LineAnswer, LineError, read_answer, read_lines, write_lines
from model.contract.schema import Failure, ItemError, Prediction, Review, Tokens

GOOD = '{"id": "r1", "text": "A good film."}'
REVIEW = Review(id="r1", text="A good film.")


@pytest.mark.parametrize("end", ["", "\n"])
def test_each_line_is_a_review_as_text_or_as_bytes(end: str) -> None:
    body = f"{GOOD}\n{GOOD}{end}"
    assert read_lines(body) == read_lines(body.encode()) == [REVIEW, REVIEW]


@pytest.mark.parametrize("bad", ["", "{", "[]", '{"id": "r1"}', '{"id": "r1", "text": 1}'])
def test_a_line_that_is_no_review_says_so_in_its_place(bad: str) -> None:
    first, middle, last = read_lines(f"{GOOD}\n{bad}\n{GOOD}")
    assert first == last == REVIEW
    assert isinstance(middle, LineError)
    assert middle.error.code == "not_a_review"
    assert middle.error.detail == 'The line is not a review of the form {"id": "r1", "text": "…"}.'


def test_other_ends_of_lines_stay_in_the_review() -> None:
    text = "one\u2028two\x85three"
    assert read_lines(f'{{"id": "r1", "text": "{text}"}}') == [Review(id="r1", text=text)]


def test_answers_come_back_as_they_were_written() -> None:
    error = ItemError(code="empty_review", detail="The review is empty.")
    answers: list[LineAnswer] = [Failure(id="r1", error=error), LineError(error=error)]
    lines = write_lines(answers).split("\n")
    assert [read_answer(line) for line in lines] == answers
    assert read_answer(lines[0].encode()) == answers[0]
    assert lines[1] == '{"error":{"code":"empty_review","detail":"The review is empty."}}'


def test_what_was_not_asked_for_is_not_written() -> None:
    tokens = Tokens(read=3, total=3)
    verdict = Prediction(
        id="r1", sentiment="positive", probability=0.9, confidence=0.9,
        uncertain=False, tokens=tokens, flags=[],
    )  # fmt: skip
    assert "explanation" not in write_lines([verdict])


def test_what_is_no_answer_is_refused() -> None:
    with pytest.raises(ValidationError):
        read_answer("{}")
