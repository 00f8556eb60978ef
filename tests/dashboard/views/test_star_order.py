"""Grades, of which 1 is the best, are told from stars, and their scale can be turned round."""

import pytest

from dashboard import connection
from dashboard.downloads.evidence import _told
from dashboard.insight import quotes
from dashboard.jobs.job import Job
from dashboard.views import explore_data
from tests.dashboard.conftest import Api
from tests.dashboard.views.batch import click
from tests.dashboard.views.pages import open_page, texts
from tests.dashboard.views.scored_files import N, file, scored


@pytest.fixture
def graded(api: Api, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Good texts with a 1, bad ones with a 5; but the first good one has a 5."""
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    turned = file().replace(b",5,", b",x,").replace(b",1,", b",5,").replace(b",x,", b",1,")
    return scored(turned.replace(b",1,", b",5,", 1).replace(b",label,", b",kind,"))


def test_the_scale_is_turned_round_for_every_page(graded: Job) -> None:
    app = open_page("explore", job=graded.id)
    assert "run against the verdicts" in texts(app)
    click(app, "Turn the scale round")
    assert connection.jobs().entries()[0].roles.fewer_better  # outlives the process
    assert "run against the verdicts" not in texts(app)
    assert "fewer are better" in str([metric.delta for metric in app.metric])
    evaluate = open_page("evaluate", job=graded.id)
    evaluate.segmented_control(key="truth").set_value("stars").run()
    assert evaluate.metric[0].value == "99%"
    evaluate.checkbox[0].uncheck().run()
    assert evaluate.metric[0].value == "1%"
    assert "run against the verdicts" in texts(evaluate)


def test_the_report_shows_the_stars_that_say_otherwise(graded: Job) -> None:
    against = quotes.contradictions(explore_data.frame(graded))
    assert len(against) == N * 2 // 3 - 1
    told = [facts for _, facts in _told(against.head(5))]
    assert all("5 of 5 stars" in facts or "1 of 5 stars" in facts for facts in told)
