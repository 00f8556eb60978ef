"""The Batch app, driven as a person would: upload, check, score, look, try again."""

import csv
import io
import time

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import connection
from dashboard.export import EXPORTS
from dashboard.jobs.job import Job
from dashboard.views.batch_job import download
from model.contract.errors import ModelFailed
from tests.dashboard.conftest import Api, answer_all, refuse
from tests.dashboard.pages import open_page, texts

FILE = "id;Meinung\n1;a good film\n2;a bad one, no\n3;\n4;a film of some kind\n5;a good film\n"


@pytest.fixture
def app(api: Api, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    return open_page("batch")


def click(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label.startswith(label)).click()
    app.run()
    assert not app.exception


def upload(app: AppTest, data: bytes, name: str = "reviews.csv") -> None:
    app.file_uploader[0].set_value((name, data, "text/csv"))
    app.run()
    assert not app.exception


def job_of(app: AppTest) -> Job:
    job = connection.jobs().find(app.query_params["job"])
    assert job is not None
    return job


def wait(app: AppTest) -> None:
    job = job_of(app)
    deadline = time.monotonic() + 10
    while job.progress().state == "running":
        assert time.monotonic() < deadline
        time.sleep(0.02)
    app.run()
    assert not app.exception


def numbers(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def test_a_file_goes_all_the_way(app: AppTest) -> None:
    upload(app, FILE.encode("cp1252"))
    assert "5 rows" in texts(app)
    assert app.selectbox[0].value == "Meinung"
    click(app, "Score 5 reviews")
    wait(app)
    assert numbers(app) == {
        "Positive": "50%", "Negative": "25%", "Hard to tell": "25%", "Not scored": "1",
    }  # fmt: skip
    assert app.dataframe[0].value["Verdict"].tolist() == [
        "Positive", "Negative", "Not scored", "Hard to tell", "Positive",
    ]  # fmt: skip
    assert "1 row: The review is empty" in texts(app)


def test_the_download_has_every_row_in_order(app: AppTest) -> None:
    upload(app, FILE.encode())
    click(app, "Score")
    wait(app)
    data = download(job_of(app), EXPORTS["csv"])
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert [row["status"] for row in rows] == ["scored", "scored", "empty", "scored", "scored"]


def test_the_sample_file_is_ready_to_score(app: AppTest) -> None:
    click(app, "Try the sample file")
    assert app.selectbox[0].value == "review"
    click(app, "Score 200 reviews")
    wait(app)
    assert len(app.dataframe[0].value) == 200


def test_the_person_may_correct_how_the_file_is_read(app: AppTest) -> None:
    upload(app, b"great fun\nawful film\n")
    assert "2 rows" in texts(app)
    app.toggle[0].set_value(True).run()
    assert "1 row" in texts(app)
    assert app.selectbox[0].options == ["great fun"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04abc", "a zip file"),
        (b"", "The file is empty"),
        (b"id,review\n", "a header and no rows"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    app: AppTest, data: bytes, sentence: str
) -> None:
    upload(app, data)
    assert sentence in app.error[0].value


def test_a_reload_finds_the_job_again(app: AppTest) -> None:
    upload(app, FILE.encode())
    click(app, "Score")
    wait(app)
    again = open_page("batch", job=app.query_params["job"])
    assert numbers(again) == numbers(app)


@pytest.mark.usefixtures("app")
def test_an_unknown_job_is_told_so_and_a_new_file_can_be_chosen() -> None:
    app = open_page("batch", job="unknown")
    assert "no job at this address" in app.warning[0].value
    assert app.file_uploader


def test_failed_rows_say_why_and_can_be_scored_again(app: AppTest, api: Api) -> None:
    api.answer = lambda _: refuse(ModelFailed())
    upload(app, FILE.encode())
    click(app, "Score")
    wait(app)
    assert numbers(app)["Not scored"] == "5"
    assert f"4 rows: {ModelFailed.default_detail}" in texts(app)
    api.answer = answer_all
    click(app, "Score 4 rows again")
    wait(app)
    assert numbers(app)["Not scored"] == "1"


def test_results_can_be_narrowed_to_one_verdict(app: AppTest) -> None:
    upload(app, FILE.encode())
    click(app, "Score")
    wait(app)
    app.radio[0].set_value("Negative").run()
    assert not app.exception
    assert app.dataframe[0].value["Row"].tolist() == [2]


def test_without_an_api_nothing_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", "http://127.0.0.1:1")
    app = open_page("batch")
    upload(app, FILE.encode())
    assert "cannot be reached" in app.error[0].value
    assert [b.disabled for b in app.button if b.label == "Score 5 reviews"] == [True]
