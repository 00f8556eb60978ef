"""What need not wait for the first visitor: the model, jobs cut short, the slowest import, and the
newest file, which the pages of insight open with."""

import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from dashboard.jobs.store import OwnJobs

_NEW_OBJECTS = 100_000  # a file has as many, and none of them is garbage
_MOST_ROWS = 200_000  # of a file that is opened before anybody asks: it takes memory


@asynccontextmanager
async def beside(_app: st.App) -> AsyncIterator[None]:
    """For the server's lifespan: it serves at once, and warms up beside."""
    gc.set_threshold(_NEW_OBJECTS)
    for work in (_wake_model, _open_newest):
        threading.Thread(target=work, name="warm-up", daemon=True).start()
    yield


# Imports stand inside: what they import wants Streamlit's server, which app.py is read before.
# What fails, the pages say, with a way on.
def _wake_model() -> None:
    from dashboard import connection
    from dashboard.api.client import ApiError
    from dashboard.settings import InvalidSettings

    with suppress(InvalidSettings, ApiError):
        connection.connect(connection.settings()).health()


def _open_newest() -> None:
    from dashboard import connection
    from dashboard.jobs.journal_error import JournalError
    from dashboard.settings import InvalidSettings

    with suppress(InvalidSettings, JournalError):
        _open(connection.job_store(connection.settings()).of(None))
    import_module("altair")


def _open(jobs: "OwnJobs") -> None:
    """Of those that are nobody's: with sign-in, whose file is wanted is not known yet."""
    from dashboard.views import explore_data

    for entry in jobs.entries()[:1]:
        job = jobs.find(entry.id) if entry.n_rows <= _MOST_ROWS else None
        if job and job.progress().state == "done":
            explore_data.frame(job, corrected=False)
