"""The step from a file that was understood to its job."""

from playwright.sync_api import Page, expect

from tests.browser.at_rest import wait_until_drawn


def start_scoring(page: Page, n: int) -> None:
    """Once the page has come to rest, as a person does: what still moves is easily missed."""
    button = page.get_by_role("button", name=f"Score {n:,} reviews")
    expect(button).to_be_enabled()
    wait_until_drawn(page)
    button.click()
    page.wait_for_url("**job=*")
