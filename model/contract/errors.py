"""One error tree. Each error knows its HTTP status; `problem()` is the only place that renders one.

    SentimentError
    ├── InvalidRequest 422       the JSON does not follow the schema
    │   ├── MalformedBody 400    not JSON, or not UTF-8
    │   ├── BodyTooLarge 413
    │   └── UnsupportedMedia 415
    ├── NotFound 404
    ├── MethodNotAllowed 405
    ├── ModelError               the endpoint did not give an answer
    │   ├── ModelUnavailable 503
    │   ├── ModelTimeout 504
    │   └── ModelFailed 502
    ├── InternalError 500
    └── ReviewError              one review cannot be judged; the others are (never an HTTP status,
        ├── EmptyReview          except for a plain-text request, which has only one review)
        ├── ReviewTooLong
        └── NoWords

Problems follow RFC 9457: https://www.rfc-editor.org/rfc/rfc9457
"""

from typing import ClassVar

from model.contract.schema import FieldError, ItemError, Problem


class SentimentError(Exception):
    """The root: `code` is stable and for programs, `detail` is one sentence for people."""

    code: ClassVar[str] = "internal_error"
    title: ClassVar[str] = "Internal error"
    status: ClassVar[int] = 500
    default_detail: ClassVar[str] = "Something went wrong on our side. Please try again."
    default_retry_after_s: ClassVar[int | None] = None

    def __init__(
        self,
        detail: str | None = None,
        *,
        fields: list[FieldError] | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        self.detail = detail or self.default_detail
        self.fields = fields or []
        self.retry_after_s = retry_after_s or self.default_retry_after_s
        super().__init__(self.detail)


class InternalError(SentimentError):
    """A defect of ours; the caller learns nothing of its inside."""


class InvalidRequest(SentimentError):
    code = "invalid_request"
    title = "The request does not follow the schema"
    status = 422
    default_detail = "Check the fields listed in `errors` against /openapi.json."


class MalformedBody(InvalidRequest):
    code = "malformed_body"
    title = "The body cannot be read"
    status = 400
    default_detail = 'Send a JSON object: {"reviews": [{"id": "r1", "text": "…"}]}.'


class BodyTooLarge(InvalidRequest):
    code = "body_too_large"
    title = "The body is too large"
    status = 413


class UnsupportedMedia(InvalidRequest):
    code = "unsupported_media_type"
    title = "The content type or encoding is not supported"
    status = 415
    default_detail = "Send application/json, or text/plain with one review as the body."


class NotFound(SentimentError):
    code = "not_found"
    title = "There is nothing at this address"
    status = 404
    default_detail = "See /openapi.json for the addresses there are."


class MethodNotAllowed(SentimentError):
    code = "method_not_allowed"
    title = "This address does not take that method"
    status = 405
    default_detail = "See /openapi.json for the methods this address takes."


class ModelError(SentimentError):
    """The model endpoint did not give an answer."""


class ModelUnavailable(ModelError):
    code = "model_unavailable"
    title = "The model is not available"
    status = 503
    default_detail = "The model is starting or restarting. Please try again in a few seconds."
    default_retry_after_s = 2


class ModelTimeout(ModelError):
    code = "model_timeout"
    title = "The model took too long"
    status = 504
    default_detail = "The model did not answer in time. Send fewer or shorter reviews."


class ModelFailed(ModelError):
    code = "model_failed"
    title = "The model gave no usable answer"
    status = 502
    default_detail = "The model failed on this request. Please try again."


class ReviewError(SentimentError):
    """One review that cannot be judged."""

    status = 422

    def item(self) -> ItemError:
        return ItemError(code=self.code, detail=self.detail)


class EmptyReview(ReviewError):
    code = "empty_review"
    title = "The review is empty"
    default_detail = "The review is empty. Write at least one word."


class ReviewTooLong(ReviewError):
    code = "review_too_long"
    title = "The review is too long"


class NoWords(ReviewError):
    code = "no_words"
    title = "The review has no words"
    default_detail = "The review has no words to judge, only signs, digits or emoji."


def problem(error: SentimentError, instance: str | None = None) -> Problem:
    """Render an error as an RFC 9457 problem; `instance` is the request's correlation id."""
    return Problem(
        type=f"urn:review-sentiment:{error.code}",
        title=error.title,
        status=error.status,
        detail=error.detail,
        code=error.code,
        instance=instance,
        errors=error.fields or None,
    )
