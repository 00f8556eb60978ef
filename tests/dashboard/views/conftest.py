"""The Batch page, and a scored file, connected to an API that a test controls."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.jobs.job import Job
from tests.dashboard.conftest import Api
from tests.dashboard.views.pages import open_page
from tests.dashboard.views.scored_files import file, scored


@pytest.fixture
def app(api: Api, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    app = open_page("batch")
    api.requests.clear()  # the Review page has asked for an example
    return app


@pytest.fixture
def job(api: Api, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    return scored(file())
