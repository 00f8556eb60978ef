"""What need not wait for the first visitor: the model, jobs cut short, the slowest import, and the
newest file, which the pages of insight open with."""

import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from dashboard.jobs.store import OwnJobs

_LATER_S = 5  # so that a first verdict does not wait for the newest file
_MOST_ROWS = 200_000  # of a file that is opened before anybody asks: it takes memory


@asynccontextmanager
async def beside(_app: st.App) -> AsyncIterator[None]:
    """For the server's lifespan: it serves at once, and warms up beside."""
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    yield


def _warm_up() -> None:
    # Imported here: its caches want Streamlit's server, which app.py is read before.
    from dashboard import connection
    from dashboard.api.client import ApiError
    from dashboard.jobs.journal import JournalError
    from dashboard.settings import InvalidSettings

    failures = (InvalidSettings, JournalError, ApiError)  # the pages say so, with a way on
    with suppress(*failures):
        settings = connection.settings()
        connection.job_store(settings)
        connection.connect(settings).client.health()
    import_module("altair")
    time.sleep(_LATER_S)
    with suppress(*failures):
        _open_newest(connection.job_store(connection.settings()).of(None))


def _open_newest(jobs: "OwnJobs") -> None:
    """Of those that are nobody's: with sign-in, whose file is wanted is not known yet."""
    from dashboard.views import explore_data

    for entry in jobs.entries()[:1]:
        job = jobs.find(entry.id) if entry.n_rows <= _MOST_ROWS else None
        if job and job.progress().state == "done":
            explore_data.frame(job, corrected=False)
