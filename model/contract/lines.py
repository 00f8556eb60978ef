"""JSON Lines: a review in each line, its answer in the same line of the response.

For what is too long for one PredictionRequest, above all Batch Transform. A line that is no review
gets a LineError in its place: one bad line must not cost the others their answers.
"""

from pydantic import TypeAdapter, ValidationError

from model.contract.schema import Failure, ItemError, Prediction, Review, Schema

JSON_LINES = "application/jsonlines"


class LineError(Schema):
    """Stands in the place of a prediction for a line that is not a review."""

    error: ItemError


Line = Review | LineError  # what a line of a request holds
LineAnswer = Prediction | Failure | LineError  # what a line of a response holds

_ANSWER: TypeAdapter[LineAnswer] = TypeAdapter(LineAnswer)
_NOT_A_REVIEW = LineError(
    error=ItemError(
        code="not_a_review",
        detail='The line is not a review of the form {"id": "r1", "text": "…"}.',
    )
)


def read_lines(body: str | bytes) -> list[Line]:
    """One entry for each line; the newline after the last one begins no other."""
    # Not splitlines(): it would also cut at the twelve other characters Unicode ends lines with.
    lines = body.split("\n") if isinstance(body, str) else body.split(b"\n")
    if not lines[-1]:
        lines.pop()
    return [_review(line) for line in lines]


def _review(line: str | bytes) -> Line:
    try:
        return Review.model_validate_json(line)
    except ValidationError:
        return _NOT_A_REVIEW


def write_lines(answers: list[LineAnswer]) -> str:
    return "\n".join(answer.model_dump_json(exclude_none=True) for answer in answers)


def read_answer(line: str | bytes) -> LineAnswer:
    """Raises pydantic.ValidationError."""
    return _ANSWER.validate_json(line)
