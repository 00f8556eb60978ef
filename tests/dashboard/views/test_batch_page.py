"""The Batch page, used as a person would: upload, score, look, download."""

import csv
import io

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.downloads.export import EXPORTS
from dashboard.reading.any_file import guess_any_format, read_any_table
from dashboard.views.batch_job import download
from tests.dashboard.views.batch import FILE, click, job_of, numbers, upload, wait
from tests.dashboard.views.pages import open_page, texts


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
    assert "1 row: There is no text." in texts(app)


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


def test_every_format_has_every_row(app: AppTest) -> None:
    upload(app, FILE.encode())
    click(app, "Score")
    wait(app)
    for suffix, export in EXPORTS.items():
        data = download(job_of(app), export)
        table = read_any_table(data, guess_any_format(f"x.{suffix}", data))
        assert table["status"].tolist() == ["scored", "scored", "empty", "scored", "scored"]
        assert table["id"].astype("str").tolist() == ["1", "2", "3", "4", "5"]
