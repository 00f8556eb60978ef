"""What can go wrong with AWS, as a sentence that says what to do."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
)

PRACTICE = "`python -m model.cloud.practice` shows how to try it all without an account."
_SENTENCES = {
    "AccessDenied": "These credentials may not do that: {message}",
    "AccessDeniedException": "These credentials may not do that: {message}",
    "UnauthorizedOperation": "These credentials may not do that: {message}",
    "ExpiredToken": "The AWS credentials have expired. Sign in again and repeat this.",
    "ExpiredTokenException": "The AWS credentials have expired. Sign in again and repeat this.",
    "InvalidClientTokenId": "AWS does not know these credentials. Check `aws configure list`.",
    "UnrecognizedClientException": "AWS does not know these credentials. See `aws configure list`.",
    "ResourceLimitExceeded": "The account's quota is used up: {message} Ask for more under "
    "Service Quotas in the AWS console, or choose a smaller instance or concurrency.",
    "ResourceInUse": "The name is taken: {message} Choose another --stage, or tear down the other.",
    "403": "AWS forbids it. The bucket is somebody else's, or these credentials may not use it: "
    "choose one with --bucket, or ask who keeps the account.",
    "ThrottlingException": "AWS asks to go slower. Run this again in a minute; what is done stays.",
    "BucketAlreadyExists": "Somebody else owns a bucket of that name. Choose one with --bucket.",
}


class CloudError(Exception):
    """Something the person who ran the command can mend; the message says how."""


class NameTaken(CloudError):
    """Something of that name is there which the stage has not made."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(
            f"There is {kind} {name} that this stage has not made: it lacks the tags. Choose "
            "another --stage, or delete it first."
        )


class NotThere(CloudError):
    """What a command needs does not exist yet."""


def sentence(error: BotoCoreError | ClientError) -> str:
    """What to tell the person."""
    if isinstance(error, ClientError):
        return _of_answer(error)
    if isinstance(error, NoCredentialsError | PartialCredentialsError):
        return f"No AWS credentials were found. Set them up with `aws configure`. {PRACTICE}"
    if isinstance(error, ProfileNotFound):
        return f"{error}. `aws configure list-profiles` names those that exist."
    if isinstance(error, EndpointConnectionError):
        return f"{error} Check the network, --region and AWS_ENDPOINT_URL."
    return str(error)


def code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def message(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Message", error))


def is_absent(error: ClientError) -> bool:
    """Whether AWS says that what was asked for does not exist.

    SageMaker alone says so in words. Other messages quote account numbers, which may hold a 404.
    """
    if code(error) == "404" or any(word in code(error) for word in ("NotFound", "NoSuch")):
        return True
    said = ("Could not find", "not exist", "not found")
    return "Validation" in code(error) and any(words in message(error) for words in said)


def if_there(action: Callable[..., Any], *which: Any, **request: Any) -> Any | None:
    """What AWS answers, or None if it says that what is asked for does not exist."""
    try:
        return action(*which, **request)
    except ClientError as error:
        if is_absent(error):
            return None
        raise


def _of_answer(error: ClientError) -> str:
    known = _SENTENCES.get(code(error))
    if known:
        return known.format(message=message(error).rstrip(".") + ".")
    return f"AWS refused {error.operation_name} ({code(error)}): {message(error)}"
