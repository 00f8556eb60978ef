"""Decisions by key, in a real browser: they count in Explore and can be taken home."""

import io
import re

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.at_rest import wait_until_drawn
from tests.browser.axe import expect_nothing_serious
from tests.browser.themes import THEMES, Theme


@pytest.mark.parametrize("theme", THEMES)
def test_a_key_decides_and_the_decision_counts(
    browser: Browser, dashboard_url: str, scored_sample: str, theme: Theme
) -> None:
    page = browser.new_page(color_scheme=theme)
    page.set_default_timeout(90_000)
    expect.set_options(timeout=90_000)
    page.goto(f"{dashboard_url}/queue?job={scored_sample}")
    progress = page.get_by_text(re.compile("uncertain reviews? decided"))
    expect(progress).to_contain_text(re.compile(r"^0 of [1-9]"))
    wait_until_drawn(page)  # nobody decides on what is not there yet
    page.locator("body").press("p")
    try:
        expect(progress).to_contain_text("1 of")
        assert trained_on(page)["label"].tolist() == [1]
        expect_nothing_serious(page)
        seen = browser.new_page()
        seen.set_default_timeout(90_000)
        seen.goto(f"{dashboard_url}/explore?job={scored_sample}")
        decided = seen.get_by_test_id("stMetric").filter(has_text="Decided by you")
        expect(decided).to_contain_text("1")
        seen.close()
    finally:  # the next theme decides the same review
        page.locator("body").press("u")
        expect(progress).to_contain_text("0 of")
    page.close()


def trained_on(page: Page) -> pd.DataFrame:
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as a training file").click()
    return pd.read_parquet(io.BytesIO(download.value.path().read_bytes()))
