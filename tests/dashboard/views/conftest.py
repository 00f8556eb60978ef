"""The Batch page, connected to an API that a test controls."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import Api
from tests.dashboard.views.pages import open_page


@pytest.fixture
def app(api: Api, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    app = open_page("batch")
    api.requests.clear()  # the Review page has asked for an example
    return app
