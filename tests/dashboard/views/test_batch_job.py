"""The Batch page while a job is under way, stopped, found again, deleted."""

import threading
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from model.contract.errors import ModelFailed
from model.contract.schema import PredictionRequest
from tests.dashboard.conftest import Api, Reply, answer_all, refuse
from tests.dashboard.jobs.running import wait_for
from tests.dashboard.views.batch import FILE, click, job_of, numbers, upload, wait
from tests.dashboard.views.pages import open_page, texts


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
    # Something else is answered, so that the rows are at fault.
    api.answer = lambda asked: (
        answer_all(asked) if asked.reviews[0].id == "harmless" else refuse(ModelFailed())
    )
    upload(app, FILE.encode())
    click(app, "Score")
    wait(app)
    assert numbers(app)["Not scored"] == "5"
    assert f"4 rows: {ModelFailed.default_detail}" in texts(app)
    api.answer = answer_all
    click(app, "Score 4 rows again")
    wait(app)
    assert numbers(app)["Not scored"] == "1"


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
    click(app, r"Open **reviews\.csv")
    click(app, "Go on with the other")
    wait(app)
    assert numbers(app)["Positive"] == "100%"
    assert len({r.text for request in api.requests for r in request.reviews}) == 3_000


def test_an_api_that_sleeps_is_waited_for_and_that_is_said(app: AppTest, api: Api) -> None:
    upload(app, FILE.encode())
    awake = threading.Event()
    api.answer = lambda request: (
        answer_all(request) if awake.is_set() else Reply(b"{}", 503, retry_after="1")
    )
    click(app, "Score")
    wait_for(lambda: job_of(app).trouble != "")
    assert "Service Unavailable). Trying again." in texts(app.run())
    awake.set()
    wait(app)
    assert "Trying again." not in texts(app)


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


def forecasts(app: AppTest) -> list[str]:
    return [key for key in app.session_state.to_dict() if key.startswith("forecast-")]


def test_a_deleted_job_is_gone(app: AppTest, data_dir: Path) -> None:
    upload(app, FILE.encode())
    click(app, "Send 5 rows for a forecast")
    assert forecasts(app)
    click(app, "Score")
    wait(app)
    click(app, "Delete this file and its results")
    assert list(data_dir.glob("*.parquet")) == []
    assert not forecasts(app)
    assert "reviews.csv" not in texts(app).replace("**reviews.csv** · 5 rows", "")
