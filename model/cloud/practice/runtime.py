"""What answers when an endpoint is invoked, which moto leaves out: the model server.

An endpoint with data capture leaves in the bucket what it was asked and answered. An async one
takes its question from there, and leaves the answer or the failure, as the real one does:
https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import uniform
from threading import Thread
from typing import Any
from uuid import uuid4

import requests
from moto.sagemaker.exceptions import ValidationError
from moto.sagemaker.models import sagemaker_backends
from moto.sagemakerruntime.responses import SageMakerRuntimeResponse as Response

from model.cloud.storage import bucket_and_key

_PASSED_ON = ("Content-Type", "Accept", "X-Amzn-SageMaker-Custom-Attributes")
_ACTIONS = ("invoke_endpoint", "invoke_endpoint_async")
_TIMEOUT_S = 60  # the longest that SageMaker waits for a container
_Answer = tuple[int, dict[str, str], bytes]


class Runtime:
    """Answers for all of moto's endpoints."""

    def __init__(self, s3: Any, model_url: str) -> None:
        self._s3, self._model_url = s3, model_url

    @contextmanager
    def running(self) -> Iterator[None]:
        """Inside, moto's endpoints answer."""
        before = {name: getattr(Response, name) for name in _ACTIONS}
        for name in _ACTIONS:
            action = getattr(self, name)
            setattr(Response, name, lambda response, action=action: action(response))
        try:
            yield
        finally:
            for name in _ACTIONS:
                setattr(Response, name, before[name])

    def invoke_endpoint(self, request: Response) -> _Answer:
        name = request.path.split("/")[2]
        capture = _config(request, name).get("DataCaptureConfig") or {}
        body = request.body.encode()
        answer = self._ask(f"endpoints/{name}/invocations", request.headers, body)
        if answer.ok and uniform(0, 100) < capture.get("InitialSamplingPercentage", 0):  # noqa: S311
            self._capture(f"{capture['DestinationS3Uri']}/{name}", body, answer.content)
        return answer.status_code, dict(answer.headers), answer.content

    def invoke_endpoint_async(self, request: Response) -> _Answer:
        config = _config(request, request.path.split("/")[2]).get("AsyncInferenceConfig")
        if not config:
            raise ValidationError("Endpoint is not of type async.")
        name, output = uuid4(), config["OutputConfig"]
        places = (
            f"{output['S3OutputPath']}/{name}.out",
            f"{output['S3FailurePath']}/{name}-error.out",
        )
        prefix = "X-Amzn-SageMaker-"
        headers = {name: request.headers[f"{prefix}{name}"] for name in ("Content-Type", "Accept")}
        source = request.headers[f"{prefix}InputLocation"]
        Thread(target=self._work, args=(source, headers, *places)).start()
        located = zip(("Output", "Failure"), places, strict=True)
        told = {f"{prefix}{kind}Location": place for kind, place in located}
        return 202, told, json.dumps({"InferenceId": str(name)}).encode()

    def _work(self, source: str, headers: dict[str, str], answered: str, failed: str) -> None:
        """What the async endpoint does with one question."""
        bucket, key = bucket_and_key(source)
        question = self._s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        try:
            answer = self._ask("invocations", headers, question)
        except requests.ConnectionError:
            self._put(failed, b"The container does not answer.")
            return
        self._put(answered if answer.ok else failed, answer.content)

    def _ask(self, path: str, headers: Any, body: bytes) -> requests.Response:
        passed = {name: headers[name] for name in _PASSED_ON if name in headers}
        url = f"{self._model_url}/{path}"
        return requests.post(url, data=body, headers=passed, timeout=_TIMEOUT_S)

    def _capture(self, place: str, asked: bytes, answered: bytes) -> None:
        now = datetime.now(UTC)
        sides = {
            f"endpoint{mode.capitalize()}": {
                "observedContentType": "application/json",
                "mode": mode.upper(),
                "data": data.decode(),
                "encoding": "JSON",
            }
            for mode, data in (("input", asked), ("output", answered))
        }
        metadata = {"eventId": str(uuid4()), "inferenceTime": now.isoformat(timespec="seconds")}
        line = {"captureData": sides, "eventMetadata": metadata, "eventVersion": "0"}
        key = f"{place}/AllTraffic/{now:%Y/%m/%d/%H}/{metadata['eventId']}.jsonl"
        self._put(key, json.dumps(line).encode())

    def _put(self, address: str, body: bytes) -> None:
        bucket, key = bucket_and_key(address)
        self._s3.put_object(Bucket=bucket, Key=key, Body=body)


def _config(request: Response, name: str) -> dict[str, Any]:
    """Of the endpoint that is asked."""
    backend = sagemaker_backends[request.current_account][request.region]
    if name not in backend.endpoints:
        account = request.current_account
        raise ValidationError(f"Endpoint {name} of account {account} not found.")
    endpoint = backend.describe_endpoint(name)
    config: dict[str, Any] = backend.describe_endpoint_config(endpoint["EndpointConfigName"])
    return config
