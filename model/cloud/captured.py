"""What an endpoint was asked and answered, as SageMaker's data capture leaves it in the bucket.

One JSON object a line, in captured/ENDPOINT/VARIANT/YYYY/MM/DD/HH/*.jsonl:
https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import ValidationError

from model.cloud import storage
from model.cloud.account import Account
from model.contract.schema import Prediction, PredictionRequest, PredictionResponse


@dataclass(frozen=True)
class Judged:
    """One review and what the model made of it."""

    text: str
    probability: float


def judged(account: Account, days: float) -> Iterator[Judged]:
    """The reviews of the last days that got a verdict; lines that are no exchange of ours are
    passed over."""
    for line in _lines(account, datetime.now(UTC) - timedelta(days=days)):
        yield from _of(line)


def _lines(account: Account, since: datetime) -> Iterator[bytes]:
    s3, prefix = account.client("s3"), f"{storage.CAPTURED}/{account.names.endpoint}/"
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=account.bucket, Prefix=prefix)
    for each in (each for page in pages for each in page.get("Contents", ())):
        if each["LastModified"] >= since:
            body = s3.get_object(Bucket=account.bucket, Key=each["Key"])["Body"]
            yield from body.iter_lines()


def _of(line: bytes) -> list[Judged]:
    try:
        exchange = json.loads(line)["captureData"]
        request = PredictionRequest.model_validate_json(_data(exchange["endpointInput"]))
        response = PredictionResponse.model_validate_json(_data(exchange["endpointOutput"]))
    except (ValueError, KeyError, TypeError, ValidationError):  # an error's answer, or half a line
        return []
    return [
        Judged(review.text, answer.probability)
        for review, answer in zip(request.reviews, response.predictions, strict=False)
        if isinstance(answer, Prediction)
    ]


def _data(side: dict[str, Any]) -> bytes:
    data: str = side["data"]
    return base64.b64decode(data) if side["encoding"] == "BASE64" else data.encode()
