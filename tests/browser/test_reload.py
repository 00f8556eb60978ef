"""A reload of the Review page brings the review back, and no more than that."""

from playwright.sync_api import Page, expect

from tests.browser.at_rest import wait_until_drawn

COLD = "The soup was cold and the waiter rude, never again."


def test_a_review_and_its_verdict_outlive_a_reload(quiet: Page, dashboard_url: str) -> None:
    page, box = quiet, quiet.get_by_role("textbox", name="Your review")
    page.goto(dashboard_url)
    box.fill(COLD)
    box.press("Control+Enter")
    verdict = page.get_by_role("heading", name="Clearly negative")
    verdict.wait_for()
    page.reload()
    expect(box).to_have_value(COLD)
    expect(verdict).to_be_visible()
    assert COLD.split()[0] not in page.url
    assert page.evaluate("sessionStorage.length") == 0

    box.fill("Not asked about yet.")
    wait_until_drawn(page)
    page.reload()
    expect(box).to_have_value("Not asked about yet.")
    wait_until_drawn(page)
    expect(page.get_by_text("An example")).to_be_visible()

    page.goto("about:blank")
    page.goto(dashboard_url)
    expect(page.get_by_text("An example")).to_be_visible()
    expect(box).to_have_value("")
