"""What SageMaker does around a training container, without docker: /opt/ml, checkpoints, artifact.

The job is as the SDK submits it, and its own entrypoint is run in a mount namespace
of its own, where /opt/ml is a folder of this test. Python and its packages are the test's.
"""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

# $0 is the folder, $@ the container's command.
_OPT_ML = """
mount -t tmpfs none /opt && mkdir /opt/ml && mount --bind "$0" /opt/ml && cd /opt/ml && exec "$@"
"""
_PRIVATELY = ("unshare", "--mount", "--map-root-user", "bash", "-c")
_FOLDERS = ("input/config", "input/data", "model", "output/data", "checkpoints")
_HOST = "algo-1"


class Container:
    """One machine's run of the job. Another one finds the checkpoints of the one before in S3."""

    def __init__(self, job: dict[str, Any], s3: Any, root: Path) -> None:
        self._job, self._s3, self.root = job, s3, root
        for folder in _FOLDERS:
            (root / folder).mkdir(parents=True)
        for channel in job["InputDataConfig"]:
            uri = channel["DataSource"]["S3DataSource"]["S3Uri"]
            self._download(uri, root / "input/data" / channel["ChannelName"])
        self._download(job["CheckpointConfig"]["S3Uri"], root / "checkpoints")
        for name, content in self._configuration().items():
            (root / "input/config" / f"{name}.json").write_text(json.dumps(content))
        self.log = root / "log"
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        algorithm = self._job["AlgorithmSpecification"]
        command = algorithm["ContainerEntrypoint"] + algorithm["ContainerArguments"]
        environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(self.root),
            "TRAINING_JOB_NAME": self._job["TrainingJobName"],
            "PIP_DRY_RUN": "1",  # all that is asked for is there, or the job fails
            "PIP_NO_INDEX": "1",
            "OMP_NUM_THREADS": "1",
            "NUMBA_DISABLE_JIT": "1",  # compiling takes longer than so small a training
            **self._job["Environment"],
        }
        with self.log.open("w") as log:
            return subprocess.Popen(
                [*_PRIVATELY, _OPT_ML, str(self.root), *command],
                env=environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def save_checkpoints(self) -> None:
        self._upload(self.root / "checkpoints", self._job["CheckpointConfig"]["S3Uri"])

    def save_model(self, uri: str) -> None:
        bucket, key = _place(uri)
        archive = self.root / "model.tar.gz"
        with tarfile.open(archive, "w:gz") as tar:
            for file in sorted((self.root / "model").iterdir()):
                tar.add(file, file.name)
        self._s3.upload_file(str(archive), bucket, key)

    def _configuration(self) -> dict[str, Any]:
        channels = {
            channel["ChannelName"]: {"TrainingInputMode": "File", "RecordWrapperType": "None"}
            for channel in self._job["InputDataConfig"]
        }
        machine = self._job["ResourceConfig"]["InstanceType"]
        group = {
            "instance_group_name": "homogeneousCluster", "instance_type": machine, "hosts": [_HOST],
        }  # fmt: skip
        resources = {
            "current_host": _HOST, "hosts": [_HOST], "network_interface_name": "lo",
            "current_instance_type": machine, "current_group_name": "homogeneousCluster",
            "instance_groups": [group],
        }  # fmt: skip
        return {
            "hyperparameters": self._job["HyperParameters"],
            "inputdataconfig": channels,
            "resourceconfig": resources,
        }

    def _download(self, uri: str, target: Path) -> None:
        bucket, key = _place(uri)
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=key)
        for each in (found for page in pages for found in page.get("Contents", [])):
            file = target / (each["Key"][len(key) :].lstrip("/") or Path(key).name)
            file.parent.mkdir(parents=True, exist_ok=True)
            self._s3.download_file(bucket, each["Key"], str(file))

    def _upload(self, folder: Path, uri: str) -> None:
        bucket, key = _place(uri)
        for file in (path for path in folder.rglob("*") if path.is_file()):
            self._s3.upload_file(str(file), bucket, f"{key.rstrip('/')}/{file.relative_to(folder)}")


def _place(uri: str) -> tuple[str, str]:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return bucket, key
