"""Request and response of `POST /v1/predictions`, defined once for every layer and for OpenAPI."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, StringConstraints

from model.contract.limits import MAX_CHARACTERS, MAX_ID_CHARACTERS, MAX_REVIEWS

Sentiment = Literal["positive", "negative"]
Flag = Literal["altered", "other_language", "short", "unknown_words"]
NOT_READ: frozenset[Flag] = frozenset({"other_language", "unknown_words"})  # not calibrated there
Alteration = Literal["entities", "invisible", "lookalikes", "markup", "mojibake"]
ReviewId = Annotated[str, StringConstraints(min_length=1, max_length=MAX_ID_CHARACTERS)]
Probability = Annotated[float, Field(ge=0, le=1)]


class Schema(BaseModel):
    """Unknown fields are refused: a misspelt option must not be ignored in silence.

    Inputs stay out of error messages, which may be logged: a review is nobody else's business.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class Review(Schema):
    id: ReviewId = Field(description="Your name for the review; the answer carries it back.")
    text: str = Field(
        description=f"1 to {MAX_CHARACTERS:,} characters; otherwise this review gets an error."
    )


class PredictionRequest(Schema):
    reviews: list[Review] = Field(min_length=1, max_length=MAX_REVIEWS)
    explain: bool = Field(default=False, description="Also give each word's share in the verdict.")


class Tokens(Schema):
    read: int = Field(ge=0, description="Words and signs that the network read.")
    total: int = Field(ge=0, description="Words and signs in the review.")


class WordShare(NamedTuple):
    start: int
    end: int
    share: float
    so_far: float


# A plain dataclass, as a model's instance would take five times as long to make.
@dataclass(slots=True)
class Words:
    """In columns: item i of each list is about word i. A review has hundreds of words."""

    __pydantic_config__ = Schema.model_config

    start: Annotated[
        list[Annotated[int, Field(ge=0)]],
        Field(description="Where the word starts in `text`, in characters."),
    ]
    end: list[Annotated[int, Field(ge=0)]]
    share: Annotated[
        list[FiniteFloat],
        Field(description="Its part of the logit: above 0 speaks for positive."),
    ]
    so_far: Annotated[
        list[Probability],
        Field(
            description="Probability of positive by the shares so far; the last is the verdict's."
        ),
    ]

    def __post_init__(self) -> None:
        if not len(self.start) == len(self.end) == len(self.share) == len(self.so_far):
            raise ValueError("start, end, share and so_far must be equally long")

    def __len__(self) -> int:
        return len(self.start)

    def __iter__(self) -> Iterator[WordShare]:
        return map(WordShare, self.start, self.end, self.share, self.so_far)


@dataclass(slots=True)
class SentenceShare:
    __pydantic_config__ = Schema.model_config

    start: Annotated[
        int, Field(ge=0, description="Where the sentence starts in `text`, in characters.")
    ]
    end: Annotated[int, Field(ge=0)]
    share: Annotated[FiniteFloat, Field(description="The sum of its words' shares.")]


class Explanation(Schema):
    """`baseline` plus all shares is `logit`, but for rounding: nothing is left unexplained."""

    text: str = Field(description="The review after cleaning, which is what the network read.")
    altered: list[Alteration] = Field(description="What cleaning changed.")
    baseline: FiniteFloat = Field(description="The logit of saying nothing.")
    logit: FiniteFloat = Field(description="The network's output before calibration.")
    words: Words
    sentences: list[SentenceShare]


class Prediction(Schema):
    id: ReviewId
    sentiment: Sentiment
    probability: Probability = Field(description="Calibrated probability that it is positive.")
    confidence: Probability = Field(description="Probability of the sentiment given, 0.5 to 1.")
    uncertain: bool = Field(
        description="The confidence is too low to act on, or a flag says that the model cannot "
        "read the review (`other_language`, `unknown_words`): read it yourself."
    )
    tokens: Tokens
    flags: list[Flag]
    explanation: Explanation | None = None


class ItemError(Schema):
    code: str
    detail: str


class Failure(Schema):
    """Stands in the place of a prediction for a review that could not be judged."""

    id: ReviewId
    error: ItemError


class ModelInfo(Schema):
    name: str
    version: str


class PredictionResponse(Schema):
    model: ModelInfo
    # Trying one after the other takes half the time of pydantic's search for the best.
    predictions: list[Annotated[Prediction | Failure, Field(union_mode="left_to_right")]] = Field(
        description="One item for each review, in the order they were sent."
    )


class Health(Schema):
    status: Literal["ok"]
    model: ModelInfo


class FieldError(Schema):
    pointer: str = Field(description="JSON pointer to the field (RFC 6901).")
    detail: str


class Problem(Schema):
    """RFC 9457, `application/problem+json`."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str | None = Field(default=None, description="The request's correlation id.")
    errors: list[FieldError] | None = None
