"""`predict`: ask the endpoint directly, without the API before it."""

import time
from dataclasses import dataclass
from urllib.parse import urlparse
from uuid import uuid4

import tyro
from botocore.exceptions import ClientError
from pydantic import ValidationError

from model.cloud.account import Account
from model.cloud.errors import CloudError, is_absent
from model.cloud.settings import Place
from model.contract.schema import Failure, PredictionRequest, PredictionResponse, Review

_JSON = "application/json"
_ASYNC_WITHIN_S = 900  # an endpoint without an instance first starts one
_POLL_S = 2


@dataclass(frozen=True)
class Predict:
    """Ask the endpoint what it thinks of reviews, with your own credentials.

    With --queue it goes through the bucket to the endpoint that `deploy --mode async` made.
    """

    texts: tyro.conf.Positional[tuple[str, ...]]
    """One review in quotation marks, or several."""
    place: Place
    queue: bool = False
    """Ask the async endpoint, and wait for its answer."""

    def run(self) -> None:
        account = Account(self.place)
        try:
            request = PredictionRequest(
                reviews=[Review(id=str(i), text=t) for i, t in enumerate(self.texts, 1)]
            )
        except ValidationError as error:
            raise CloudError("Give 1 to 64 reviews, each in quotation marks.") from error
        ask = _ask_queue if self.queue else _ask
        answer = PredictionResponse.model_validate_json(ask(account, request.model_dump_json()))
        print(f"{answer.model.name} {answer.model.version}")
        for text, each in zip(self.texts, answer.predictions, strict=True):
            said = each.error.detail if isinstance(each, Failure) else (
                f"{each.sentiment}, {each.probability:.3f}{' (uncertain)' * each.uncertain}"
            )  # fmt: skip
            print(f"  {said}: {text[:60]}")


def _ask(account: Account, body: str) -> bytes:
    answer = account.client("sagemaker-runtime").invoke_endpoint(
        EndpointName=account.names.endpoint, ContentType=_JSON, Accept=_JSON, Body=body
    )
    content: bytes = answer["Body"].read()
    return content


def _ask_queue(account: Account, body: str) -> bytes:
    key = f"async/questions/{uuid4()}.json"
    account.client("s3").put_object(Bucket=account.bucket, Key=key, Body=body)
    answer = account.client("sagemaker-runtime").invoke_endpoint_async(
        EndpointName=account.names.async_endpoint,
        ContentType=_JSON,
        Accept=_JSON,
        InputLocation=account.s3(key),
    )
    end = time.monotonic() + _ASYNC_WITHIN_S
    while time.monotonic() < end:
        if (found := _read(account, answer["OutputLocation"])) is not None:
            return found
        if failed := _read(account, answer.get("FailureLocation", "")):
            raise CloudError(f"The model refused: {failed.decode(errors='replace')}")
        time.sleep(_POLL_S)
    raise CloudError(f"No answer after {_ASYNC_WITHIN_S / 60:.0f} minutes. See `status`.")


def _read(account: Account, address: str) -> bytes | None:
    """An object's content, or None if it is not there yet."""
    if not address:
        return None
    place = urlparse(address)
    try:
        found = account.client("s3").get_object(Bucket=place.netloc, Key=place.path.lstrip("/"))
    except ClientError as error:
        if is_absent(error):
            return None
        raise
    content: bytes = found["Body"].read()
    return content
