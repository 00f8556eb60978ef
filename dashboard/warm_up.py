"""What need not wait for the first visitor: the model, jobs cut short, and the slowest import."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module

import streamlit as st


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

    with suppress(InvalidSettings, JournalError, ApiError):  # the pages say so, with a way on
        settings = connection.settings()
        connection.job_store(settings)
        connection.connect(settings).client.health()
    import_module("altair")
