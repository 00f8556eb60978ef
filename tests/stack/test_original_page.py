"""The original course project's static page, in a real browser, pointed at this API."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.api.embedded import EmbeddedStack

PAGE = Path(__file__).parent / "original_page.html"


@pytest.mark.parametrize(
    ("review", "result"),
    [("A wonderful, funny film.", "POSITIVE"), ("A dull waste of time.", "NEGATIVE")],
)
def test_from_a_file(
    page: Page, stack: EmbeddedStack, tmp_path: Path, review: str, result: str
) -> None:
    """Opened from disk, its origin is `null`: the strictest case of CORS there is."""
    html = PAGE.read_text("utf-8").replace("API_URL", f"{stack.url()}/v1/predictions")
    (tmp_path / "index.html").write_text(html, "utf-8")
    page.goto((tmp_path / "index.html").as_uri())
    page.get_by_label("Review").fill(review)
    page.get_by_role("button", name="Submit").click()
    expect(page.locator("#result")).to_have_text(f"Your review was {result}!")
