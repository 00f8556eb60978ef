"""Batch Transform killed again and again ends with the same bytes as when left alone.

moto stands for S3 and SageMaker, and the practice agent for what runs the jobs; the command, the
model server and HTTP are real. Killed are, in turn, the command, the model server and the job's
machine, at random times. At full size: scripts/prove_transform.py.
"""

import csv
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3

from model import synthetic
from model.cloud.practice.servers import aws, s3_client
from model.cloud.practice.transform_agent import TransformAgent
from serverless.model_process import ModelProcess, free_port

ROOT = Path(__file__).parents[3]
ROLE = "arn:aws:iam::123456789012:role/any"
POISON = [
    "", "   ", "!!! ???", "12345", "\x00", "<br><br/>", "\u200b\u200b", "far too long " * 2_000,
    "naïve\u2028café\x85end", 'quoted ""text"",\nover\r\nlines', "{\"id\": 1}", "�",
]  # fmt: skip


def write_reviews(path: Path, n_rows: int, seed: int = 0) -> None:
    """Sentences made by rules, one row in a hundred of them poisoned, some rows ragged."""
    rng = random.Random(seed)
    made = [each.text for each in synthetic.texts(20_000, seed)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["number", "text", "stars"])
        for n in range(n_rows):
            poisoned = n % 100 == 17
            poison = [POISON[n // 100 % len(POISON)]]
            words = poison if poisoned else rng.choices(made, k=rng.randint(1, 3))
            writer.writerow([n, " ".join(words), rng.randint(1, 5)][: 2 if n % 1000 == 5 else 3])


class Cloud:
    """moto with the agent, and a model server that comes back when it dies."""

    def __init__(self, environment: dict[str, str], model: ModelProcess) -> None:
        self.environment = os.environ | environment
        self._model = model
        self.s3 = s3_client(environment)
        self.sagemaker = boto3.client(
            "sagemaker",
            endpoint_url=environment["AWS_ENDPOINT_URL"],
            region_name=environment["AWS_REGION"],
            aws_access_key_id="practice",
            aws_secret_access_key="practice",  # noqa: S106 - moto asks for no real one
        )
        self.agent = TransformAgent(self.s3, f"http://127.0.0.1:{model.port}")
        self.sagemaker.create_model(
            ModelName="m", PrimaryContainer={"Image": "any"}, ExecutionRoleArn=ROLE
        )

    def start(self, reviews: Path, out: Path) -> "subprocess.Popen[bytes]":
        """The command, in a bucket named after its output."""
        self.s3.create_bucket(Bucket=out.stem)
        return self.resume(reviews, out)

    def resume(self, reviews: Path, out: Path) -> "subprocess.Popen[bytes]":
        words = ["transform", str(reviews), "--model", "m", "--out", str(out), "--bucket", out.stem]
        with out.with_suffix(".log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "model.cloud", *words, "--attempts", "100"],
                cwd=ROOT, env=self.environment, stderr=log, stdout=log,
            )  # fmt: skip

    def has_job(self) -> bool:
        """Whether one is under way."""
        found = self.sagemaker.list_transform_jobs(StatusEquals="InProgress")
        return bool(found["TransformJobSummaries"])

    def answers(self, out: Path) -> list[str]:
        """The keys of the shards' answers."""
        found = self.s3.list_objects_v2(Bucket=out.stem).get("Contents", [])
        keys = (each["Key"] for each in found)
        return [key for key in keys if key.endswith(".out")]

    def lose_answers(self, out: Path) -> None:
        for key in self.answers(out):
            self.s3.delete_object(Bucket=out.stem, Key=key)

    def lose_server(self) -> None:
        self._model._process.kill()

    def lose_machine(self) -> None:
        self.agent.lose_machine()


@contextmanager
def cloud() -> Iterator[Cloud]:
    with aws() as environment, ModelProcess(free_port()) as model:
        model.wait_until_ready()
        model.keep_alive()
        cloud = Cloud(environment, model)
        with cloud.agent.running():
            yield cloud


def undisturbed(cloud: Cloud, reviews: Path, out: Path) -> float:
    """How many seconds it takes."""
    began = time.monotonic()
    process = cloud.start(reviews, out)
    assert process.wait() == 0, out.with_suffix(".log").read_text()
    return time.monotonic() - began


def killed(
    cloud: Cloud, reviews: Path, out: Path, n_kills: int, within_s: float
) -> tuple[Counter[str], list[int]]:
    """Kill at random times, the last time while the answers are written.

    What was killed, and how many shards had been answered each time.
    """
    rng, done, answered = random.Random(1), Counter[str](), list[int]()
    part = out.with_name(f"{out.name}.part")
    process = cloud.start(reviews, out)
    for n in range(n_kills - 1):
        kind = ("command", "model server", "machine")[n % 3]
        _wait(process, cloud.has_job if kind != "command" else lambda: True)
        time.sleep(rng.uniform(0, 2 * within_s / n_kills))
        answered.append(len(cloud.answers(out)))
        if process.poll() is not None:  # too fast for us: it has to do it all again
            kind = "all answers"
            cloud.lose_answers(out)
        if kind == "model server":
            cloud.lose_server()
        elif kind == "machine":
            cloud.lose_machine()
        else:
            process = _again(cloud, process, reviews, out)
        done[kind] += 1
    _wait(process, part.exists)
    done["command, writing" if part.exists() else "command, written"] += 1
    process = _again(cloud, process, reviews, out)
    assert process.wait() == 0, out.with_suffix(".log").read_text()
    return done, answered


def _wait(process: "subprocess.Popen[bytes]", condition: Callable[[], bool]) -> None:
    """Until the condition holds or the process has ended."""
    while process.poll() is None and not condition():
        time.sleep(0.01)


def _again(
    cloud: Cloud, process: "subprocess.Popen[bytes]", reviews: Path, out: Path
) -> "subprocess.Popen[bytes]":
    process.kill()
    assert process.wait() in (0, -signal.SIGKILL), out.with_suffix(".log").read_text()
    return cloud.resume(reviews, out)


def prove(running: Cloud, folder: Path, rows: int, kills: int) -> dict[str, Any]:
    reviews, alone, disturbed = folder / "reviews.csv", folder / "alone.csv", folder / "killed.csv"
    write_reviews(reviews, rows)
    seconds = undisturbed(running, reviews, alone)
    began = time.monotonic()
    done, answered = killed(running, reviews, disturbed, kills, seconds)
    seconds_killed = time.monotonic() - began
    jobs = running.sagemaker.list_transform_jobs(MaxResults=100)["TransformJobSummaries"]
    errors = Counter(row["error"] for row in rows_of(alone))
    return {
        "rows": rows,
        "rows_out": sum(errors.values()),
        "rows_in_order": [row["number"] for row in rows_of(alone)] == [str(n) for n in range(rows)],
        "errors": {name: n for name, n in sorted(errors.items()) if name},
        "kills": dict(done),
        "shards_answered_at_kills": answered,
        "jobs": Counter(job["TransformJobStatus"] for job in jobs),
        "shards": len(running.answers(alone)),
        "megabytes": round(reviews.stat().st_size / 1e6, 1),
        "seconds_undisturbed": round(seconds, 1),
        "seconds_killed": round(seconds_killed, 1),
        "sha256_undisturbed": _sha256(alone),
        "sha256_killed": _sha256(disturbed),
    }


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
