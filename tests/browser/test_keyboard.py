"""From a review to its link and on to the next page without touching a mouse."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.at_rest import wait_until_drawn

_MOST_TABS = 80


def tab_to(page: Page, goal: Locator, key: str = "Tab", most: int = _MOST_TABS) -> None:
    for _ in range(most):
        page.keyboard.press(key)
        if goal.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{goal} was not reached with {most} times {key}")


def test_all_of_a_review_by_keyboard(quiet: Page, dashboard_url: str) -> None:
    page = quiet
    page.goto(dashboard_url)
    expect(page.get_by_text("Local model")).to_be_visible()
    box = page.get_by_role("textbox", name="Your review")
    for ringed in (page.get_by_role("link", name="Batch"), box):
        tab_to(page, ringed)
        ring = box.locator("xpath=..") if ringed == box else ringed
        expect(ring).to_have_css("outline-style", "solid")
    page.keyboard.type("A dreadful, boring film. Only the music was lovely.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Sentence by sentence")).to_be_visible()
    wait_until_drawn(page)

    word = page.locator("mark.word", has_text="dreadful")
    tab_to(page, word)
    assert re.match(r'"−\d\.\d\d, negative"', said_over(word))
    first, sentence = page.get_by_role("listitem").all()
    tab_to(page, first)
    page.keyboard.press("ArrowRight")
    expect(sentence).to_be_focused()
    assert "Only the music was lovely." in said_over(sentence)

    tab_to(page, page.get_by_role("tab", name="Earlier reviews"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Put the review into a link"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?text=A"))

    tab_to(page, page.get_by_role("link", name="About"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="About")).to_be_visible()


def test_a_long_review_has_few_tab_stops(quiet: Page, dashboard_url: str) -> None:
    page = quiet
    page.goto(dashboard_url)
    expect(page.get_by_text("Local model")).to_be_visible()
    box = page.get_by_role("textbox", name="Your review")
    box.fill("A dreadful, boring film. Only the music was lovely. " * 20)
    box.press("Control+Enter")
    expect(page.get_by_role("listitem")).to_have_count(40)
    wait_until_drawn(page)

    page.get_by_role("button", name="Judge this review").focus()
    tab_to(page, page.get_by_role("button", name=re.compile("Show data")), most=4)
    words = page.locator("mark.word[data-says]")
    assert words.count() > 1
    tab_to(page, words.first, "Shift+Tab", most=4)
    page.keyboard.press("ArrowRight")
    expect(words.nth(1)).to_be_focused()
    page.keyboard.press("Tab")  # and on, not back to where the arrows began
    page.keyboard.press("Shift+Tab")
    expect(words.nth(1)).to_be_focused()


def said_over(element: Locator) -> str:
    return str(element.evaluate("element => getComputedStyle(element, '::after').content"))


def test_the_tools_of_a_chart_are_one_stop_that_is_seen(
    quiet: Page, dashboard_url: str, scored_sample: str
) -> None:
    page = quiet
    page.goto(f"{dashboard_url}/explore?job={scored_sample}")
    data = page.get_by_role("button", name="Show data:")
    data.nth(5).wait_for()
    wait_until_drawn(page)
    tab_to(page, data.first)
    expect(page.get_by_role("toolbar").first).to_have_css("opacity", "1")
    expect(data.first).to_have_css("outline-width", "3px")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Download as PNG:").first).to_be_focused()
    page.keyboard.press("ArrowLeft")
    for n in range(1, 6):
        page.keyboard.press("Tab")
        expect(data.nth(n)).to_be_focused()
