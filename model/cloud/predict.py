"""`predict`: ask the endpoint directly, without the API before it."""

import time
from dataclasses import dataclass
from uuid import uuid4

import tyro
from botocore.exceptions import ClientError
from pydantic import ValidationError

from model.cloud import storage
from model.cloud.account import Account
from model.cloud.errors import CloudError, NotThere, is_absent
from model.cloud.settings import Place
from model.cloud.waiting import until_settled
from model.contract.limits import MAX_REVIEWS
from model.contract.schema import Failure, PredictionRequest, PredictionResponse, Review

_JSON = "application/json"
_ASYNC_WITHIN_S = 900  # an endpoint without an instance first starts one
_WAITING = "waiting"


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
            raise CloudError(
                f"Give 1 to {MAX_REVIEWS} reviews, each in quotation marks."
            ) from error
        ask = _ask_queue if self.queue else _ask
        try:
            answer = PredictionResponse.model_validate_json(ask(account, request.model_dump_json()))
        except ClientError as error:
            if is_absent(error):
                raise self._no_endpoint(account) from error
            raise
        print(f"{answer.model.name} {answer.model.version}")
        for text, each in zip(self.texts, answer.predictions, strict=True):
            said = each.error.detail if isinstance(each, Failure) else (
                f"{each.sentiment}, {each.probability:.3f}{' (uncertain)' * each.uncertain}"
            )  # fmt: skip
            print(f"  {said}: {text[:60]}")

    def _no_endpoint(self, account: Account) -> NotThere:
        name, mode = (
            (account.names.async_endpoint, " --mode async")
            if self.queue
            else (account.names.endpoint, "")
        )
        deploy = f"python -m model.cloud deploy --stage {self.place.stage}{mode}"
        return NotThere(f"There is no endpoint {name}. `{deploy}` makes it.")


def _ask(account: Account, body: str) -> bytes:
    answer = account.client("sagemaker-runtime").invoke_endpoint(
        EndpointName=account.names.endpoint, ContentType=_JSON, Accept=_JSON, Body=body
    )
    content: bytes = answer["Body"].read()
    return content


def _ask_queue(account: Account, body: str) -> bytes:
    key = f"{storage.QUEUED}/questions/{uuid4()}.json"
    account.client("s3").put_object(Bucket=account.bucket, Key=key, Body=body)
    asked = account.client("sagemaker-runtime").invoke_endpoint_async(
        EndpointName=account.names.async_endpoint,
        ContentType=_JSON,
        Accept=_JSON,
        InputLocation=account.s3(key),
    )
    answered, failed = asked["OutputLocation"], asked["FailureLocation"]
    late = time.monotonic() + _ASYNC_WITHIN_S

    def status() -> str:
        if storage.read(account, answered) is not None:
            return "answered"
        if storage.read(account, failed) is not None:
            return "failed"
        return _WAITING if time.monotonic() < late else "not answered"

    until_settled(f"Question to {account.names.async_endpoint}", status, [_WAITING])
    if answer := storage.read(account, answered):
        return answer
    if failure := storage.read(account, failed):
        raise CloudError(f"The model refused: {failure.decode(errors='replace')}")
    raise CloudError(f"No answer after {_ASYNC_WITHIN_S / 60:.0f} minutes. See `status`.")
