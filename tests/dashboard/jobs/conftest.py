"""A store over the test's own journal and API."""

import pytest

from dashboard.api.client import Client
from dashboard.jobs.journal import Journal
from dashboard.jobs.store import JobStore


@pytest.fixture
def store(journal: Journal, client: Client) -> JobStore:
    return JobStore(journal, lambda: client)
