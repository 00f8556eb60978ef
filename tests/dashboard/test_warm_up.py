"""A dashboard that has just started, before anybody has opened a page of it."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit as st

from dashboard import connection, warm_up
from dashboard.api.client import Client
from dashboard.jobs.journal import Journal
from dashboard.views import explore_data
from tests.browser.dashboard_process import dashboard
from tests.dashboard.conftest import Api
from tests.dashboard.jobs.running import job_of, run, wait_for


def test_a_job_cut_short_goes_on_without_a_visitor(
    api: Api, journal: Journal, tmp_path: Path
) -> None:
    job_of(["good film", "bad film"], journal).begin()
    with dashboard(tmp_path, api_url=api.url):
        wait_for(lambda: journal.entries()[0].state == "done")
    assert "No runtime" not in (tmp_path / "log.txt").read_text()  # too early for Streamlit
    asked = [review.text for request in api.requests for review in request.reviews]
    assert asked == ["good film", "bad film"]


def test_the_newest_file_is_read_before_anybody_asks(
    api: Api, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    monkeypatch.setenv("SENTIMENT_DATA_DIR", str(journal.folder))
    for text in ("an older film", "a newer film"):
        run(job_of([text], journal), Client(lambda: api.url))
    warm_up._open_newest()
    monkeypatch.setattr(explore_data, "review_frame", lambda *_: pytest.fail("read again"))
    jobs = connection.jobs()
    newest, oldest = (jobs.find(entry.id) for entry in jobs.entries())
    assert newest
    assert oldest
    assert explore_data.frame(newest)["text"].tolist() == ["a newer film"]
    with pytest.raises(pytest.fail.Exception, match="read again"):
        explore_data.frame(oldest)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "not a URL"])
def test_what_fails_is_left_to_the_pages(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", url)

    async def start() -> None:
        async with warm_up.beside(st.App("main.py")):
            pass

    # Not in this thread, where Playwright may run a loop of its own.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, start()).result()
    for beside in [each for each in threading.enumerate() if each.name == "warm-up"]:
        beside.join()  # an error in a thread is an error of the test
