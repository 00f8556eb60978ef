"""Explore's words and topics: asked of the model once, and kept while the same is looked at."""

from collections.abc import Callable

import pytest

from dashboard.insight import findings
from dashboard.insight.explained import Explained
from dashboard.insight.findings import Findings
from dashboard.jobs.job import Job
from dashboard.views import explore_why
from model.contract.errors import ModelFailed
from tests.dashboard.conftest import Api, refuse
from tests.dashboard.views.pages import explore, texts
from tests.dashboard.views.scored_files import N


def explained(job: Job, api: Api) -> list[str]:
    """The file's texts that were asked for with their word shares."""
    asked = [review for request in api.requests if request.explain for review in request.reviews]
    return [review.text for review in asked if review.text in set(job.table["review"])]


def test_words_that_drive_come_from_the_model(job: Job, api: Api) -> None:
    app = explore(job, tab="Why")
    assert len(explained(job, api)) == N
    assert "From 120 reviews" in texts(app)
    explore(job, tab="Why")
    assert len(explained(job, api)) == N  # once is enough


def test_findings_are_kept_until_other_reviews_are_looked_at(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = []

    def find(known: Explained, find: Callable[[Explained], Findings] = findings.find) -> Findings:
        looked_at.append(known.n)
        return find(known)

    monkeypatch.setattr(findings, "find", find)
    explore(job, tab="Why").run()
    assert looked_at == [N]
    explore(job, tab="Why", group="north")
    assert looked_at == [N, N // 2]


def test_without_the_model_the_rest_of_the_page_stands(job: Job, api: Api) -> None:
    api.answer = lambda _: refuse(ModelFailed())
    app = explore(job, tab="Why")
    assert "The words behind the verdicts need the model" in texts(app)
    assert len(app.dataframe[0].value) == N


def test_the_ends_of_a_topic_are_called_what_they_are() -> None:
    ends = [explore_why._place(*end) for end in ((True, 1), (True, -1), (False, -1), (False, 1))]
    assert ends == ["best", "mildest", "worst", "faintest praise"]


def test_only_the_last_look_is_kept(job: Job) -> None:
    app = explore(job, tab="Why")
    app.text_input(key="mentions").set_value("some kind").run()
    kept = app.session_state["explained"]
    assert [known.n for known in kept.values()] == [N // 3]


def test_words_that_all_have_are_said_to_be_left_out() -> None:
    told = explore_why._left_out(["dear", "great", "hear", "kind", "sam", "team", "yours"])
    assert told.endswith("is left out: “dear”, “great”, “hear”, “kind”, “sam” and 2 more.")
    assert explore_why._left_out([]) == ""
