"""Waiting until a page has been drawn to its end."""

from playwright.sync_api import Page, expect


def wait_until_drawn(page: Page) -> None:
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    expect(page.locator("[data-testid=stSkeleton], [data-stale=true]")).to_have_count(0)
    page.wait_for_function("document.getAnimations().every(a => a.playState !== 'running')")
