"""What Batch Transform does between S3 and the container, which moto leaves out.

Like the real one it splits files at newlines, sends as many lines in a request as MaxPayloadInMB
allows, several requests at a time, writes NAME.out when every line of a file has its answer, and
goes on with the other files when one fails. The job then ends as Failed.
https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html
"""

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from queue import SimpleQueue
from typing import Any

import requests
from moto.sagemaker.models import FakeTransformJob, SageMakerModelBackend

from model.cloud.storage import bucket_and_key

MB = 1_048_576
_RETRY_PAUSE_S = 1


class _FileError(Exception):
    """A file has no output; the message says why."""


class TransformAgent:
    """Runs moto's transform jobs, one after the other, against a model server."""

    def __init__(self, s3: Any, model_url: str) -> None:
        self._s3, self._model_url = s3, model_url
        self._jobs: SimpleQueue[FakeTransformJob] = SimpleQueue()
        self._lost = threading.Event()  # the job's machine

    @contextmanager
    def running(self) -> Iterator[None]:
        """Inside, moto's jobs are in progress until this agent has run them."""
        create = SageMakerModelBackend.create_transform_job

        def create_and_run(backend: Any, *arguments: Any, **named: Any) -> FakeTransformJob:
            job = create(backend, *arguments, **named)
            job.transform_job_status = "InProgress"
            self._jobs.put(job)
            return job

        SageMakerModelBackend.create_transform_job = create_and_run
        threading.Thread(target=self._work, daemon=True).start()
        try:
            yield
        finally:
            SageMakerModelBackend.create_transform_job = create

    def lose_machine(self) -> None:
        """The job under way ends as if its machine were gone: files in work have no output."""
        self._lost.set()

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            self._lost.clear()
            failures = [failure for key in self._inputs(job) if (failure := self._file(job, key))]
            job.failure_reason = "; ".join(failures[:3])
            job.transform_job_status = "Failed" if failures else "Completed"

    def _file(self, job: FakeTransformJob, uri: str) -> str:
        """Answer one file; what went wrong, or an empty text."""
        bucket, key = bucket_and_key(uri)
        try:
            body = self._s3.get_object(Bucket=bucket, Key=key)["Body"].read()
            send = partial(self._send, job)
            with ThreadPoolExecutor(job.max_concurrent_transforms or 1) as pool:
                answers = list(pool.map(send, _requests(body, (job.max_payload_in_mb or 6) * MB)))
        except _FileError as error:
            return f"{key}: {error}"
        out_bucket, out_key = bucket_and_key(str(job.transform_output["S3OutputPath"]))
        name = key.rpartition("/")[2]
        end = b"\n" if job.transform_output.get("AssembleWith") == "Line" else b""
        whole = b"".join(answer + end for answer in answers)
        self._s3.put_object(Bucket=out_bucket, Key=f"{out_key.rstrip('/')}/{name}.out", Body=whole)
        return ""

    def _send(self, job: FakeTransformJob, body: bytes) -> bytes:
        headers = {
            "Content-Type": str(job.transform_input["ContentType"]),
            "Accept": job.transform_output.get("Accept", "*/*"),
        }
        config = job.model_client_config or {}
        url = f"{self._model_url}/invocations"
        timeout, problem = config.get("InvocationsTimeoutInSeconds", 60), ""
        for _ in range(1 + config.get("InvocationsMaxRetries", 0)):
            if self._lost.is_set():
                raise _FileError("InternalServerError: the machine was lost")
            try:
                answer = requests.post(url, body, headers=headers, timeout=timeout)
            except requests.RequestException as error:
                problem = f"the model server does not answer ({type(error).__name__})"
                time.sleep(_RETRY_PAUSE_S)
                continue
            if answer.ok:
                return answer.content
            problem = f"{answer.status_code} {answer.text[:200]}"
            if answer.status_code < 500:
                break
        raise _FileError(f"ClientError: {problem}")

    def _inputs(self, job: FakeTransformJob) -> Iterator[str]:
        source = job.transform_input["DataSource"]["S3DataSource"]
        bucket, key = bucket_and_key(source["S3Uri"])
        if source["S3DataType"] == "ManifestFile":
            content = self._s3.get_object(Bucket=bucket, Key=key)["Body"].read()
            first, *names = json.loads(content)
            yield from (first["prefix"] + name for name in names)
            return
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=key)
        for page in pages:
            yield from (f"s3://{bucket}/{each['Key']}" for each in page.get("Contents", []))


def _requests(body: bytes, limit: int) -> Iterator[bytes]:
    """The lines, as many in each request as the limit allows."""
    request: list[bytes] = []
    size = 0
    for line in body.removesuffix(b"\n").split(b"\n"):
        if len(line) + 1 > limit:
            raise _FileError(f"a record of {len(line):,} bytes is over MaxPayloadInMB")
        if request and size + len(line) + 1 > limit:
            yield b"\n".join(request)
            request, size = [], 0
        request.append(line)
        size += len(line) + 1
    yield b"\n".join(request)
