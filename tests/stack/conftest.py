"""The whole chain, as the dashboard starts it."""

from collections.abc import Iterator

import pytest

from dashboard.api.client import Client
from dashboard.api.embedded import EmbeddedStack


@pytest.fixture
def stack() -> Iterator[EmbeddedStack]:
    stack = EmbeddedStack()
    yield stack
    stack.stop()


@pytest.fixture
def client(stack: EmbeddedStack) -> Iterator[Client]:
    client = Client(stack.url)
    yield client
    client.close()
