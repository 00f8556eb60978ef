"""What a person does on the Batch page, and what stands on it then."""

import time

from streamlit.testing.v1 import AppTest

from dashboard import connection
from dashboard.jobs.job import Job

FILE = "id;Meinung\n1;a good film\n2;a bad one, no\n3;\n4;a film of some kind\n5;a good film\n"


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
