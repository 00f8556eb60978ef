"""What became of one row."""

from typing import Literal, NamedTuple

from model.contract.errors import EmptyReview, NoWords, ReviewTooLong
from model.contract.review import check_length
from model.contract.schema import Failure, Flag, Prediction, Sentiment

Status = Literal["scored", "empty", "too long", "no words", "failed", "not scored"]

_STATUS_OF_ERROR: dict[str, Status] = {
    EmptyReview.code: "empty",
    ReviewTooLong.code: "too long",
    NoWords.code: "no words",
}


class Outcome(NamedTuple):
    """One row's verdict, or in `detail` the sentence that says why there is none."""

    status: Status
    detail: str = ""
    sentiment: Sentiment | None = None
    probability: float | None = None
    confidence: float | None = None
    uncertain: bool | None = None
    flags: tuple[Flag, ...] = ()


# What programs and people write into a cell where nobody said anything; Booking the last two.
_NO_ANSWERS = frozenset({
    "none", "nan", "null", "n/a", "n.a.", "no answer", "not applicable", "no comment",
    "no comments", "no positive", "no negative",
})  # fmt: skip

NOT_REACHED = Outcome("not scored", "Not reached yet.")


def outcome_of(item: Prediction | Failure) -> Outcome:
    if isinstance(item, Failure):
        status = _STATUS_OF_ERROR.get(item.error.code, "failed")
        return Outcome(status, item.error.detail)
    return Outcome(
        "scored",
        sentiment=item.sentiment,
        probability=item.probability,
        confidence=item.confidence,
        uncertain=item.uncertain,
        flags=tuple(item.flags),
    )


def is_no_answer(text: str) -> bool:
    return text.strip().lower() in _NO_ANSWERS


def outcome_without_asking(text: str) -> Outcome | None:
    """For what the API would refuse anyway, and what would only fill the requests."""
    if not text.strip():
        return Outcome("empty", EmptyReview.default_detail)
    if is_no_answer(text):
        return Outcome("no words", "Nobody said anything here.")
    try:
        check_length(text)
    except ReviewTooLong as error:
        return Outcome("too long", error.detail)
    return None
