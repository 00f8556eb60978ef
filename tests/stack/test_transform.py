"""Batch Transform end to end: killed, it loses nothing, and it says what the dashboard says.

At full size: `scripts/prove_transform.py`, which keeps a record.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.api.client import Client
from dashboard.jobs.engine import Engine
from dashboard.jobs.journal import Journal
from tests.dashboard.jobs.running import job_of
from tests.model.cloud import transform_proof
from tests.model.cloud.transform_proof import Cloud

ROWS, KILLS = 2_000, 4
RECORD = Path(__file__).parents[2] / "model/cloud/proofs/transform.json"


@pytest.fixture(scope="module")
def cloud() -> Iterator[Cloud]:
    with transform_proof.cloud() as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("transform")


@pytest.fixture(scope="module")
def record(cloud: Cloud, folder: Path) -> dict[str, Any]:
    return transform_proof.prove(cloud, folder, ROWS, KILLS)


def check(record: dict[str, Any], rows: int, kills: int) -> None:
    assert record["sha256_killed"] == record["sha256_undisturbed"]
    assert record["rows_out"] == record["rows"] == rows
    assert record["rows_in_order"]
    assert set(record["errors"]) == {"empty_review", "no_words", "review_too_long"}
    assert sum(record["kills"].values()) == kills


def test_killed_it_ends_with_the_same_bytes(record: dict[str, Any]) -> None:
    check(record, ROWS, KILLS)


def test_the_record_of_the_full_size() -> None:
    record = json.loads(RECORD.read_text())
    check(record, 1_000_000, 20)
    assert record["jobs"]["Failed"] > 1
    assert record["kills"]["command, writing"] == 1
    assert any(0 < n < record["shards"] for n in record["shards_answered_at_kills"])


@pytest.mark.usefixtures("record")
def test_a_lost_shard_alone_is_answered_again(cloud: Cloud, folder: Path) -> None:
    out = folder / "alone.csv"
    before, n_jobs = out.read_bytes(), len(jobs(cloud))
    answers = cloud.s3.list_objects_v2(Bucket="alone", Prefix="transform/")["Contents"]
    lost = next(each["Key"] for each in answers if each["Key"].endswith(".out"))
    cloud.s3.delete_object(Bucket="alone", Key=lost)
    out.unlink()
    assert cloud.resume(folder / "reviews.csv", out).wait() == 0
    assert out.read_bytes() == before
    (job,) = jobs(cloud)[n_jobs:]
    source = cloud.sagemaker.describe_transform_job(TransformJobName=job)["TransformInput"]
    key = source["DataSource"]["S3DataSource"]["S3Uri"].removeprefix("s3://alone/")
    _, *names = json.load(cloud.s3.get_object(Bucket="alone", Key=key)["Body"])
    assert names == [Path(lost).name.removesuffix(".out")]


def jobs(cloud: Cloud) -> list[str]:
    found = cloud.sagemaker.list_transform_jobs(MaxResults=100)["TransformJobSummaries"]
    return [job["TransformJobName"] for job in found]


@pytest.mark.usefixtures("record")
def test_the_dashboards_own_engine_gives_the_same_answers(
    folder: Path, client: Client, tmp_path: Path
) -> None:
    rows = list(transform_proof.rows_of(folder / "alone.csv"))[:600]
    journal = Journal(tmp_path)
    job = job_of([row["text"] for row in rows], journal)
    job.begin()
    Engine(job, client).run()
    for row, outcome in zip(rows, job.outcomes(), strict=True):
        assert outcome is not None
        assert row["predicted_sentiment"] == (outcome.sentiment or "")
        assert row["detail"] == outcome.detail
        if outcome.probability is not None:
            assert float(row["positive_probability"]) == pytest.approx(outcome.probability)
            assert row["uncertain"] == str(outcome.uncertain)
            assert row["flags"] == "; ".join(outcome.flags)
    journal.close()
