"""Reading a request's body: its size, its content type, and what it says, or a clear refusal."""

import base64
import binascii

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from pydantic import ValidationError

from model.contract.errors import (
    BodyTooLarge,
    InvalidRequest,
    MalformedBody,
    UnsupportedMedia,
)
from model.contract.limits import MAX_BODY_BYTES
from model.contract.schema import FieldError, PredictionRequest

# A body of a million wrong fields must not become an answer of a million sentences.
_MAX_FIELD_ERRORS = 20
_MAX_POINTER_CHARACTERS = 200

_SENTENCES = {
    "missing": "This field is required.",
    "extra_forbidden": "There is no field of this name.",
}


def media_type(event: APIGatewayProxyEventV2) -> str:
    """The content type without its parameters; none at all means JSON."""
    value: str = event.headers.get("content-type") or "application/json"
    return value.partition(";")[0].strip().lower()


def check_encoding(event: APIGatewayProxyEventV2) -> None:
    """Raises UnsupportedMedia.

    API Gateway hands JSON on as text, in which compressed bytes are lost: there is nothing to read.
    """
    encoding: str = event.headers.get("content-encoding") or "identity"
    if encoding.strip().lower() != "identity":
        raise UnsupportedMedia(
            f"The content encoding {encoding[:100]!r} is not supported. Send the body uncompressed."
        )


def read_bytes(event: APIGatewayProxyEventV2) -> bytes:
    try:
        body = (event.body or "").encode()
        if event.is_base64_encoded:
            body = base64.b64decode(body)
    except (UnicodeEncodeError, binascii.Error):
        raise MalformedBody("The body is not valid UTF-8. Send it as UTF-8.") from None
    if len(body) > MAX_BODY_BYTES:
        raise BodyTooLarge(
            f"The body has {len(body):,} bytes; the limit is {MAX_BODY_BYTES:,}. "
            "Send the reviews in several requests."
        )
    return body


def read_review(event: APIGatewayProxyEventV2) -> str:
    try:
        return read_bytes(event).decode()
    except UnicodeDecodeError:
        raise MalformedBody("The body is not valid UTF-8. Send the review as UTF-8.") from None


def read_request(event: APIGatewayProxyEventV2) -> PredictionRequest:
    try:
        return PredictionRequest.model_validate_json(read_bytes(event))
    except ValidationError as error:
        raise _refusal(error) from None  # pydantic's own message would quote reviews


def _refusal(error: ValidationError) -> InvalidRequest:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    if found[0]["type"] == "json_invalid":
        return MalformedBody(f"{found[0]['msg']}. {MalformedBody.default_detail}")
    return InvalidRequest(
        fields=[
            FieldError(
                pointer=_pointer(each["loc"]),
                detail=_SENTENCES.get(each["type"], f"{each['msg']}."),
            )
            for each in found[:_MAX_FIELD_ERRORS]
        ]
    )


def _pointer(location: tuple[int | str, ...]) -> str:
    """RFC 6901: `~` and `/` inside a name are escaped."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in location)
    return "".join(f"/{step}" for step in steps)[:_MAX_POINTER_CHARACTERS]
