"""The shards of one file in S3, the jobs that answer them, and the answers.

What is done is read from S3 and SageMaker each time, so a command that was killed goes on:

    transform/HASH/input/00000-….jsonl        a shard
    transform/HASH/output/00000-….jsonl.out   its answers, there only when all of them are
    transform/HASH/left-1.json                which shards a job has to answer
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from model.cloud import names, storage
from model.cloud.account import Account
from model.cloud.errors import CloudError
from model.cloud.transform.shards import Shard
from model.cloud.waiting import until_settled
from model.contract.lines import JSON_LINES, LineAnswer, read_answer

_PAYLOAD_MB = 1  # of one request: thousands of reviews, answered well within a minute
_REQUEST_TIMEOUT_S = 600
_REQUEST_RETRIES = 3
_BUSY = ("InProgress", "Stopping")


@dataclass(frozen=True)
class Machines:
    instance_type: str
    count: int
    requests_at_once: int  # for each


class Batch:
    """One file with one model."""

    def __init__(self, account: Account, model: str, machines: Machines, sha256: str) -> None:
        self._account, self._model, self._machines = account, model, machines
        self._id = hashlib.sha256(f"{model} {sha256}".encode()).hexdigest()[:12]
        self._key = f"{storage.TRANSFORMED}/{self._id}"
        self._s3, self._sagemaker = account.client("s3"), account.client("sagemaker")
        self._shards: list[tuple[str, int]] = []  # names and numbers of lines

    def upload(self, shards: Iterable[Shard]) -> None:
        """What is there already stays: its name holds its hash."""
        there = self._names("input")
        for shard in shards:
            if shard.name not in there:
                key = f"{self._key}/input/{shard.name}"
                self._s3.put_object(Bucket=self._account.bucket, Key=key, Body=shard.body)
            self._shards.append((shard.name, shard.n_lines))

    def run(self, attempts: int) -> None:
        """Run jobs until every shard has its answers. Raises CloudError if some never get them."""
        for _ in range(attempts):
            self._finish(self._under_way())
            left = self._left()
            if not left:
                return
            self._finish(self._start(left))
        if left := self._left():
            raise CloudError(
                f"{len(left)} of {len(self._shards)} shards failed {attempts} times; the reason is "
                "above. The others' answers are kept: run the same command to try again."
            )

    def answers(self) -> Iterator[LineAnswer]:
        """In the order of the rows."""
        for name, n_lines in self._shards:
            yield from map(read_answer, self._answer_lines(name, n_lines))

    def _answer_lines(self, name: str, n_lines: int) -> list[bytes]:
        key = f"{self._key}/output/{name}.out"
        body: bytes = self._s3.get_object(Bucket=self._account.bucket, Key=key)["Body"].read()
        lines = [line for line in body.split(b"\n") if line]
        if len(lines) != n_lines:
            self._s3.delete_object(Bucket=self._account.bucket, Key=key)
            raise CloudError(
                f"Shard {name} has {len(lines)} answers for {n_lines} rows and was thrown away. "
                "Run the same command to have it answered anew."
            )
        return lines

    def _left(self) -> list[str]:
        answered = self._names("output")
        return [name for name, _ in self._shards if f"{name}.out" not in answered]

    def _names(self, folder: str) -> set[str]:
        pages = self._s3.get_paginator("list_objects_v2").paginate(
            Bucket=self._account.bucket, Prefix=f"{self._key}/{folder}/"
        )
        return {
            each["Key"].rpartition("/")[2] for page in pages for each in page.get("Contents", [])
        }

    @property
    def _job_prefix(self) -> str:
        return f"{self._account.names.prefix}-{self._id}-"

    def _jobs(self) -> list[dict[str, Any]]:
        pages = self._sagemaker.get_paginator("list_transform_jobs").paginate(
            NameContains=self._job_prefix
        )
        return [job for page in pages for job in page["TransformJobSummaries"]]

    def _under_way(self) -> str | None:
        """The job that an earlier run of the command started."""
        busy = (
            job["TransformJobName"] for job in self._jobs() if job["TransformJobStatus"] in _BUSY
        )
        return next(busy, None)

    def _start(self, left: list[str]) -> str:
        number = len(self._jobs()) + 1
        name = f"{self._job_prefix}{number}"
        manifest = [{"prefix": self._account.s3(self._key, "input/")}, *left]
        key = f"{self._key}/left-{number}.json"
        self._s3.put_object(Bucket=self._account.bucket, Key=key, Body=json.dumps(manifest))
        self._sagemaker.create_transform_job(**self._request(name, self._account.s3(key)))
        print(f"▸ {name}: {len(left)} of {len(self._shards)} shards", file=sys.stderr)
        return name

    def _request(self, name: str, manifest: str) -> dict[str, Any]:
        machines, key = self._machines, self._account.place.kms_key
        output = {
            "S3OutputPath": self._account.s3(self._key, "output"),
            "Accept": JSON_LINES,
            "AssembleWith": "Line",
        }
        resources = {"InstanceType": machines.instance_type, "InstanceCount": machines.count}
        return {
            "TransformJobName": name,
            "ModelName": self._model,
            "BatchStrategy": "MultiRecord",
            "MaxPayloadInMB": _PAYLOAD_MB,
            "MaxConcurrentTransforms": machines.requests_at_once,
            "ModelClientConfig": {
                "InvocationsTimeoutInSeconds": _REQUEST_TIMEOUT_S,
                "InvocationsMaxRetries": _REQUEST_RETRIES,
            },
            "TransformInput": {
                "DataSource": {"S3DataSource": {"S3DataType": "ManifestFile", "S3Uri": manifest}},
                "ContentType": JSON_LINES,
                "SplitType": "Line",
            },
            "TransformOutput": output | ({"KmsKeyId": key} if key else {}),
            "TransformResources": resources | ({"VolumeKmsKeyId": key} if key else {}),
            "Tags": names.as_list(self._account.tags),
        }

    def _finish(self, name: str | None) -> None:
        """Wait for a job, and say why it failed; which shards it answered is in S3."""
        if name is None:
            return
        until_settled(f"Job {name}", lambda: self._describe(name)["TransformJobStatus"], _BUSY)
        if reason := self._describe(name).get("FailureReason"):
            print(f"▸ {name}: {reason}", file=sys.stderr)

    def _describe(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self._sagemaker.describe_transform_job(TransformJobName=name)
        return found
