"""Reading a request's body: its size, its content type, and what it says, or a clear refusal."""

import base64
import binascii
import codecs
from email.message import Message

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from pydantic import ValidationError

from model.contract.errors import BodyTooLarge, MalformedBody, UnsupportedMedia
from model.contract.limits import MAX_BODY_BYTES
from model.contract.refusal import refusal
from model.contract.schema import PredictionRequest

_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


def media_type(event: APIGatewayProxyEventV2) -> str:
    """The content type without its parameters; none at all means JSON."""
    value: str = event.headers.get("content-type") or "application/json"
    return value.partition(";")[0].strip().lower()


def check_encoding(event: APIGatewayProxyEventV2) -> None:
    """Raises UnsupportedMedia.

    API Gateway hands a body on as text, in which compressed bytes, and letters of another charset,
    are lost: there is nothing to read, or something else than was sent.
    """
    charset = _charset(event)
    if charset not in _UTF_8:
        raise UnsupportedMedia(f"The charset {charset[:100]!r} is not supported. Send UTF-8.")
    encoding: str = event.headers.get("content-encoding") or "identity"
    if encoding.strip().lower() != "identity":
        raise UnsupportedMedia(
            f"The content encoding {encoding[:100]!r} is not supported. Send the body uncompressed."
        )


def _charset(event: APIGatewayProxyEventV2) -> str:
    header = Message()
    header["content-type"] = event.headers.get("content-type") or ""
    return str(header.get_param("charset", "utf-8")).strip().lower()


def read_bytes(event: APIGatewayProxyEventV2) -> bytes:
    """Raises MalformedBody or BodyTooLarge."""
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
    """A body that is one review. Raises MalformedBody or BodyTooLarge."""
    try:
        return read_bytes(event).decode()
    except UnicodeDecodeError:
        raise MalformedBody("The body is not valid UTF-8. Send the review as UTF-8.") from None


def read_request(event: APIGatewayProxyEventV2) -> PredictionRequest:
    """Raises MalformedBody, BodyTooLarge or InvalidRequest."""
    try:
        # A byte order mark, which some programs write, is no JSON but may be ignored (RFC 8259).
        body = read_bytes(event).removeprefix(codecs.BOM_UTF8)
        return PredictionRequest.model_validate_json(body)
    except ValidationError as error:
        raise refusal(error) from None  # pydantic's own message would quote reviews
