"""A decision by a key, in a real browser."""

import re

from playwright.sync_api import Page, expect


def test_a_key_decides(page: Page, dashboard_url: str, scored_sample: str) -> None:
    page.set_default_timeout(90_000)
    expect.set_options(timeout=90_000)
    page.goto(f"{dashboard_url}/queue?job={scored_sample}")
    progress = page.get_by_text(re.compile("uncertain reviews decided"))
    expect(progress).to_contain_text(re.compile(r"^0 of [1-9]"))
    page.locator("body").press("p")
    expect(progress).to_contain_text("1 of")
    page.locator("body").press("u")
    expect(progress).to_contain_text("0 of")
