"""The training job that the SDK submits is really run, killed, resumed, and its model served."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from moto.sagemaker.responses import SageMakerResponse

from model.artifact import load_artifact
from model.cloud import bundle
from model.cloud.account import Account
from model.cloud.training.trainer import METRICS
from model.large_teacher.members import NAMES
from model.training import provenance
from tests.container.image import serving
from tests.model.cloud.conftest import Run
from tests.model.cloud.training_container import Container
from tests.model.toy_language import toy_reviews

SETTINGS = (
    "n_words=19 n_embedding=8 n_synthetic=20 checkpoint_steps=10 "
    "teaching.vectors.size=8 teaching.vectors.epochs=2 teaching.vectors.at_least=2 "
    "plan.n_hidden=8 plan.epochs=8 plan.batch_size=32 plan.learning_rate=0.02 "
    "plan.warm_up_steps=5 plan.ema_decay=0.9 assembly.log2_slots=13"
)


TEACHER = (
    "n_words=30 checkpoint_steps=1000 language.n_embedding=8 language.n_hidden=8 "
    "language.epochs=1 language.batch_size=32 language.window=12 "
) + " ".join(f"members.{name}.epochs=1 members.{name}.max_tokens=36" for name in NAMES)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    toy_reviews(400, unlabelled=False, seed=1).to_parquet(folder / "train.parquet")
    toy_reviews(200, unlabelled=True, seed=2).to_parquet(folder / "unsup.parquet")
    return folder


@pytest.fixture
def submitted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, dict[str, Any]]]:
    """moto's jobs and the requests for them; they are in progress until this test ends them."""
    create, jobs = SageMakerResponse.create_training_job, []

    def create_in_progress(response: Any) -> Any:
        answer, asked = create(response), json.loads(response.body)
        job = response.sagemaker_backend.training_jobs[asked["TrainingJobName"]]
        job.training_job_status = "InProgress"
        jobs.append((job, asked))
        return answer

    monkeypatch.setattr(SageMakerResponse, "create_training_job", create_in_progress)
    return jobs


def wait_for(condition: Callable[[], object], process: "subprocess.Popen[Any]", log: Path) -> None:
    end = time.monotonic() + 300
    while not condition():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)


@pytest.mark.slow
def test_submitted_run_killed_resumed_served(
    account: Account, run: Run, submitted: list[Any], data: Path, tmp_path: Path
) -> None:
    run("setup")
    archive, log = tmp_path / "model.tar.gz", tmp_path / "command.log"
    words = ["train", "--data", str(data), "--run-name", "toy", "--artifact", str(archive)]
    with log.open("w") as file:
        command = subprocess.Popen(
            [sys.executable, "-m", "model.cloud", *words, "--settings", *SETTINGS.split()],
            stdout=file, stderr=file,
        )  # fmt: skip
    wait_for(lambda: submitted, command, log)
    job, asked = submitted[0]
    left = job.model_artifacts["S3ModelArtifacts"]

    first = Container(asked, account.client("s3"), tmp_path / "first")
    checkpoint = first.root / "checkpoints/toy/network/checkpoint.pt"
    wait_for(checkpoint.exists, first.process, first.log)
    os.killpg(first.process.pid, signal.SIGKILL)  # as when a spot machine is taken away
    first.process.wait()
    assert not list((first.root / "model").iterdir())
    first.save_checkpoints()

    second = Container(asked, account.client("s3"), tmp_path / "second")
    assert second.process.wait(300) == 0, second.log.read_text()
    said = second.log.read_text()
    assert re.search(r"going on from step [1-9]\d* of /opt/ml/checkpoints/toy/network", said)
    for name, regex in METRICS.items():
        found = [float(number) for number in re.findall(regex, said)]
        assert found, name
        assert 0 <= found[-1] <= 1, name
    second.save_model(left)
    job.training_job_status = "Completed"

    assert command.wait(60) == 0, log.read_text()
    artifact = bundle.unpack(archive, tmp_path / "artifact")
    training = load_artifact(artifact).metrics["training"]
    assert training["job"] == asked["TrainingJobName"]
    assert training["commit"] == provenance.commit()
    with serving(artifact) as server:
        server.wait_for(200)
        reviews = [{"id": "1", "text": "The film was lovely and I smiled. The cast was bright."}]
        (answer,) = server.post(json.dumps({"reviews": reviews})).json()["predictions"]
    assert answer["sentiment"] == "positive"


@pytest.mark.slow
def test_the_large_teacher_by_two_processes(
    account: Account, run: Run, submitted: list[Any], data: Path, tmp_path: Path
) -> None:
    run("setup")
    archive, log = tmp_path / "teacher.tar.gz", tmp_path / "command.log"
    words = ["train", "--teacher", "--processes", "2", "--data", str(data), "--run-name", "toy"]
    with log.open("w") as file:
        command = subprocess.Popen(
            [sys.executable, "-m", "model.cloud", *words, "--artifact", str(archive),
             "--settings", *TEACHER.split()],
            stdout=file, stderr=file,
        )  # fmt: skip
    wait_for(lambda: submitted, command, log)
    job, asked = submitted[0]
    container = Container(asked, account.client("s3"), tmp_path / "machine")
    assert container.process.wait(300) == 0, container.log.read_text()
    assert "--nproc_per_node=2" in container.log.read_text()
    container.save_model(job.model_artifacts["S3ModelArtifacts"])
    job.training_job_status = "Completed"
    assert command.wait(60) == 0, log.read_text()
    with np.load(bundle.unpack(archive, tmp_path / "unpacked") / "verdicts.npz") as told:
        assert told["logits"].shape == (len(NAMES), len(told["reviews"]))
        assert np.isfinite(told["logits"]).all()
