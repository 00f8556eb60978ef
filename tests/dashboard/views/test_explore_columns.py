"""What Explore compares by can be chosen anew, after the file was scored."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import connection
from dashboard.jobs.job import Job
from dashboard.jobs.journal import Journal
from dashboard.jobs.journal_error import JournalError
from tests.dashboard.conftest import Api
from tests.dashboard.views.pages import open_page, texts


def choose(app: AppTest, job: Job, role: str, column: str) -> None:
    app.selectbox(key=f"column-{role}-{job.id}").set_value(column).run()
    assert not app.exception


def test_another_group_is_compared_and_nothing_is_asked_again(job: Job, api: Api) -> None:
    app, asked = open_page("explore", job=job.id, group="north"), len(api.requests)
    assert "By branch" in texts(app)
    choose(app, job, "group", "label")
    assert "By label" in texts(app)
    assert "group" not in app.query_params  # there is no “north” any more
    assert len(api.requests) == asked
    entry = connection.jobs().entries()[0]
    assert (entry.roles.text, entry.roles.group) == ("review", "label")  # outlives the process
    choose(app, job, "group", "none")
    assert "By label" not in texts(app)


def test_a_column_that_was_missed_can_be_evaluated_against(job: Job) -> None:
    app = open_page("explore", job=job.id)
    for role in ("stars", "label"):
        choose(app, job, role, "none")
    assert "no labels or stars" in texts(open_page("evaluate", job=job.id))
    choose(app, job, "label", "label")
    assert "What is true" not in texts(app)
    assert open_page("evaluate", job=job.id).metric[0].value == "100%"


@pytest.mark.parametrize("role", ["date", "stars", "group", "label"])
def test_any_column_may_be_chosen_for_anything(job: Job, role: str) -> None:
    app = open_page("explore", job=job.id)
    for column in ("branch", "date", "stars", "label"):
        choose(app, job, role, column)


def test_a_full_disk_is_a_sentence(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise JournalError("The disk is full.")

    app = open_page("explore", job=job.id)
    monkeypatch.setattr(Journal, "set_roles", full)
    choose(app, job, "group", "label")
    assert "The disk is full" in app.error[0].value
    assert job.roles.group == "branch"
