"""The Batch app, driven as a person would: upload, check, score, look, try again."""

import csv
import io
import shlex
import threading
import time
from pathlib import Path

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from dashboard import connection
from dashboard.downloads.export import EXPORTS
from dashboard.jobs import cost
from dashboard.jobs.job import Job
from dashboard.reading.any_file import guess_any_format, read_any_table
from dashboard.reading.roles import Roles
from dashboard.views.batch_job import download
from dashboard.wording import escaped
from model.contract.errors import ModelFailed
from model.contract.schema import PredictionRequest
from tests.dashboard.conftest import Api, Reply, answer_all, refuse
from tests.dashboard.views.pages import open_page, texts

FILE = "id;Meinung\n1;a good film\n2;a bad one, no\n3;\n4;a film of some kind\n5;a good film\n"


@pytest.fixture
def app(api: Api, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    app = open_page("batch")
    api.requests.clear()  # the Review page has asked for an example
    return app


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


WITH_ROLES = "\n".join(
    f"good film {i},2025-03-{i:02},{'AB'[i % 2]},{i % 5 + 1}" if i else "text,day,hotel,stars"
    for i in range(29)
)


def choices(app: AppTest) -> dict[str, str]:
    return {box.label: str(box.value) for box in app.selectbox[:5]}


def test_every_role_is_guessed_and_can_be_changed(app: AppTest) -> None:
    upload(app, WITH_ROLES.encode())
    assert choices(app) == {
        "The reviews": "text", "Dates": "day", "Groups": "hotel", "Stars": "stars",
        "Labels": "none",
    }  # fmt: skip
    app.selectbox[2].set_value("none").run()
    click(app, "Score 28 reviews")
    assert job_of(app).roles == Roles("text", date="day", stars="stars")
    wait(app)


def test_what_is_wrong_with_rows_is_counted(app: AppTest) -> None:
    rows = ["review", *["the same, good"] * 3, '""', "x" * 20_001]
    upload(app, "\n".join(rows).encode())
    assert "1 empty; 1 too long (over 20,000 characters); 2 repeated, scored once" in texts(app)


def test_a_workbook_is_read_and_another_sheet_can_be_chosen(app: AppTest) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["review"])
    book.active.append(["a good film"])
    book.create_sheet("Old").append(["a bad film"])
    buffer = io.BytesIO()
    book.save(buffer)
    upload(app, buffer.getvalue(), "reviews.xlsx")
    assert "sheet “Sheet”" in texts(app)
    next(box for box in app.selectbox if box.label == "Sheet").set_value("Old").run()
    assert "1 row · 1 column · sheet “Old” · no row of names" in texts(app)


def test_nothing_is_sent_before_the_person_says_so(app: AppTest, api: Api) -> None:
    upload(app, WITH_ROLES.encode())
    assert not api.requests
    assert "Nothing has been sent yet" in texts(app)
    assert "not encrypted" in texts(app)
    click(app, "Send 28 rows for a forecast")
    assert sum(len(request.reviews) for request in api.requests) == 28
    assert numbers(app)["Positive"] == "100%"
    assert "The sample is the whole file" in texts(app)
    click(app, "Score 28 reviews")
    wait(app)
    assert sum(len(request.reviews) for request in api.requests) == 28  # none of them twice


def test_a_large_file_is_told_from_a_sample(app: AppTest, api: Api) -> None:
    rows = [f"{'good' if i % 4 else 'bad foreign'} film {i}" for i in range(2_000)]
    upload(app, "\n".join(["review", *rows]).encode())
    click(app, "Send 200 rows for a forecast")
    assert sum(len(request.reviews) for request in api.requests) == 200
    low, high = (int(word.strip("%")) for word in numbers(app)["Positive"].split(" to "))
    assert low < 75 < high
    assert numbers(app)["Cost"] == "under 1 cent"
    assert "within" in texts(app)
    assert "reads only English" in texts(app)


def test_a_very_large_file_is_offered_a_machine_of_its_own(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cost, "TRANSFORM_FROM", 300)
    upload(app, "\n".join(["review", *["good film"] * 299]).encode())
    click(app, "Send 200 rows for a forecast")
    assert not app.code
    upload(app, "\n".join(["$(review)", *["good film"] * 300]).encode(), "it's.csv")
    click(app, "Send 200 rows for a forecast")
    assert "Batch Transform, about $0.01" in texts(app)
    assert shlex.split(app.code[0].value)[3:] == [
        "transform", "it's.csv", "--column", "$(review)", "--dry-run"
    ]  # fmt: skip
    click(app, "Score 300 reviews")
    wait(app)
    assert numbers(app)["Positive"] == "100%"


def test_a_forecast_that_fails_says_why_and_the_start_stays(app: AppTest, api: Api) -> None:
    api.answer = lambda _: refuse(ModelFailed())
    upload(app, FILE.encode())
    click(app, "Send 5 rows")
    assert escaped(ModelFailed.default_detail) in app.warning[0].value
    assert any(button.label == "Score 5 reviews" for button in app.button)


def test_a_job_is_paused_listed_and_goes_on(app: AppTest, api: Api) -> None:
    gate = threading.Event()

    def slowly(request: PredictionRequest) -> Reply:
        if len(api.requests) > 2:
            gate.wait(20)
        return answer_all(request)

    api.answer = slowly
    upload(app, "\n".join(["review", *(f"good film {i}" for i in range(3_000))]).encode())
    click(app, "Score 3,000 reviews")
    click(app, "Pause")
    gate.set()
    wait(app)
    assert "Paused after" in app.info[0].value
    click(app, "Score another file")
    assert "**reviews.csv**" in texts(app)
    assert "Paused" in texts(app)
    click(app, "Open")
    click(app, "Go on with the other")
    wait(app)
    assert numbers(app)["Positive"] == "100%"
    assert len({r.text for request in api.requests for r in request.reviews}) == 3_000


def test_an_api_that_refuses_pauses_the_job_with_its_sentence(app: AppTest, api: Api) -> None:
    api.answer = lambda _: Reply(b'{"message": "Forbidden"}', 403)
    upload(app, FILE.encode())
    click(app, "Score")
    wait(app)
    assert "The job has paused. The API asks for a key" in app.error[0].value
    api.answer = answer_all
    click(app, "Go on with the other 4 rows")
    wait(app)
    assert numbers(app)["Not scored"] == "1"


def test_a_deleted_job_is_gone(app: AppTest, data_dir: Path) -> None:
    upload(app, FILE.encode())
    click(app, "Score")
    wait(app)
    click(app, "Delete this file and its results")
    assert list(data_dir.glob("*.parquet")) == []
    assert "reviews.csv" not in texts(app).replace("**reviews.csv** · 5 rows", "")


def test_every_format_has_every_row(app: AppTest) -> None:
    upload(app, FILE.encode())
    click(app, "Score")
    wait(app)
    for suffix, export in EXPORTS.items():
        data = download(job_of(app), export)
        table = read_any_table(data, guess_any_format(f"x.{suffix}", data))
        assert table["status"].tolist() == ["scored", "scored", "empty", "scored", "scored"]
        assert table["id"].astype("str").tolist() == ["1", "2", "3", "4", "5"]
