"""Explore, driven as a person would: open, filter, compare, look into words."""

import time

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import connection
from dashboard.jobs.job import Job, Source
from dashboard.review_file import FileFormat, read_table
from dashboard.roles import guess_roles
from tests.dashboard.conftest import Api
from tests.dashboard.pages import open_page

N = 120
KINDS = ["a good film {}", "a bad one, no {}", "a film of some kind {}"]


def file(n: int = N, kinds: list[str] = KINDS) -> bytes:
    rows = ["review,branch,stars,date"]
    rows += [
        f'"{kinds[i % len(kinds)].format(i)}",{"north" if i % 2 else "south"},'
        f"{1 + i % 5},2025-{1 + i % 12:02}-05"
        for i in range(n)
    ]
    return "\n".join(rows).encode()


def scored(data: bytes, name: str = "reviews.csv") -> Job:
    table = read_table(data, FileFormat("utf-8", ",", has_header=True))
    job = connection.jobs().start(table, guess_roles(table), Source.of(name, data))
    deadline = time.monotonic() + 20
    while job.progress().state == "running":
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return job


@pytest.fixture
def job(api: Api, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    open_page("explore")
    return scored(file())


def numbers(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def pick(app: AppTest, key: str, values: list[str]) -> None:
    app.button_group(key=key).set_value(values)
    app.run()
    assert not app.exception


def test_a_scored_file_is_opened(job: Job) -> None:
    app = open_page("explore", job=job.id)
    assert not app.exception
    assert numbers(app)["Positive"] == "33%"
    assert numbers(app)["Net sentiment"] == "0"
    assert len(app.dataframe[0].value) == N
