"""A real browser in front of the real dashboard, which starts the real embedded stack."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.dashboard_process import dashboard
from tests.browser.scoring import start_scoring

_LOCAL = re.compile(r"^(http://127\.0\.0\.1|ws://127\.0\.0\.1|data:|blob:)")


@pytest.fixture(scope="session")
def dashboard_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`streamlit run dashboard/app.py`, on a free port, with no API configured."""
    with dashboard(tmp_path_factory.mktemp("dashboard")) as url:
        yield url


@pytest.fixture(scope="session")
def scored_sample(browser: Browser, dashboard_url: str) -> str:
    """The job of the sample file, scored to its end."""
    page = browser.new_page()
    page.set_default_timeout(90_000)
    expect.set_options(timeout=90_000)
    page.goto(f"{dashboard_url}/batch")
    page.get_by_role("button", name="Try the sample file").click()
    start_scoring(page, 200)
    page.get_by_text("hard to tell").first.wait_for()
    job = page.url.split("job=")[1]
    page.close()
    return job


@pytest.fixture
def quiet(page: Page) -> Iterator[Page]:
    """No request may leave this machine; a slow machine may take its time."""
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    assert [url for url in asked if not _LOCAL.match(url)] == []
