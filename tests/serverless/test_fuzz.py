"""A few hundred generated requests; `scripts/prove_openapi.py` makes 10,000 and more."""

from pathlib import Path

from tests.serverless.fuzz import fuzz
from tests.serverless.test_stack import Start, start

__all__ = ["start"]  # the fixture


def test_generated_requests_get_what_the_document_says(start: Start, tmp_path: Path) -> None:
    found = fuzz(start().url, 150, tmp_path)
    assert (found["failed"], found["errors"], found["status"]) == (0, 0, 0), found["said"]
    assert found["cases"] > 200
