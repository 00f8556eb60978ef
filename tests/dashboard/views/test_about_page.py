"""The About page, for a model here and a model elsewhere."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard.corrections import Corrections
from dashboard.jobs.journal import Journal
from dashboard.results import NEGATIVE
from dashboard.views import explore_data
from tests.dashboard.conftest import Api
from tests.dashboard.jobs.running import job_of
from tests.dashboard.views.pages import open_page, texts


def test_it_says_who_answers_and_where_reviews_go(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    app = open_page("about")
    assert not app.exception
    assert (app.metric[0].value, app.metric[0].delta) == ("words", "7")
    assert app.metric[1].value.endswith(" ms")
    assert f"sent to {api.url.removeprefix('http://')}, not encrypted" in texts(app)
    assert "There is no card of this model" in texts(app)


def test_without_an_api_it_still_says_how_to_connect_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", "http://127.0.0.1:1")
    app = open_page("about")
    assert not app.exception
    assert "Your own AWS endpoint" in [header.value for header in app.header]


def test_a_malformed_address_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", "not an address")
    app = open_page("about")
    assert not app.exception
    assert len(app.error) == 1
    assert "They go nowhere until" in texts(app)


def test_deleting_my_data_leaves_nothing(
    api: Api, journal: Journal, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    job_of(["a good film"], journal)
    others = job_of(["a bad film"], journal, owner="someone who signed in")
    Corrections(data_dir).decide("a good film", NEGATIVE)
    app = open_page("about")
    assert "1 file, everyone's, with all" in texts(app)
    next(b for b in app.button if b.label == "Delete all of it").click().run()
    assert not app.exception
    assert [entry.id for entry in journal.entries()] == [others.id]
    assert Corrections(data_dir).decided() == {}
    assert [message.value for message in app.success] == ["Deleted."]


def test_deleting_my_data_leaves_nothing_in_memory(
    api: Api, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    job, counted = job_of(["a good film"], journal), []

    def count(*_: object) -> pd.DataFrame:
        counted.append(1)
        return pd.DataFrame()

    monkeypatch.setattr(explore_data, "review_frame", count)
    explore_data.frame(job)
    explore_data.frame(job)
    assert len(counted) == 1
    app = open_page("about")
    next(b for b in app.button if b.label == "Delete all of it").click().run()
    explore_data.frame(job)
    assert len(counted) == 2
