"""What a person takes away from a verdict: a link for others, and commands that ask again."""

import json
import re
import sys

from playwright.sync_api import Browser, Page, expect

from tests.browser.at_rest import wait_until_drawn
from tests.stack.test_snippets import run

TEXT = 'It\'s "dull" at first & slow (50 % too long), but the ending? Wonderful. I cried.'


def test_a_link_opens_with_the_same_verdict(
    quiet: Page, browser: Browser, dashboard_url: str
) -> None:
    said = judged(quiet, dashboard_url)
    quiet.get_by_role("tab", name="Link").click()
    quiet.get_by_role("button", name="Put the review into a link").click()
    link = quiet.get_by_text("?text=").inner_text()
    other = browser.new_page()
    other.goto(link.strip())
    expect(other.get_by_role("textbox", name="Your review")).to_have_value(TEXT)
    expect(other.get_by_role("heading", name=said)).to_be_visible()
    other.close()


def test_the_commands_of_the_page_ask_the_same_again(quiet: Page, dashboard_url: str) -> None:
    judged(quiet, dashboard_url)
    quiet.get_by_role("tab", name="From code").click()
    commands = quiet.get_by_test_id("stCode")
    expect(commands).to_have_count(2)
    shell, python = commands.all_inner_texts()
    probability = json.loads(run("bash", "-euc", shell))["predictions"][0]["probability"]
    assert run(sys.executable, "-W", "error", "-c", python).split()[1] == str(probability)
    expect(quiet.get_by_text(f"{probability:.0%}").first).to_be_visible()


def judged(page: Page, url: str) -> str:
    """The verdict that the page has for it, in words."""
    page.goto(url)
    box = page.get_by_role("textbox", name="Your review")
    box.fill(TEXT)
    box.press("Control+Enter")
    expect(page.get_by_text("Sentence by sentence")).to_be_visible()
    wait_until_drawn(page)
    verdict = page.get_by_role("heading", name=re.compile("positive|negative|tell"))
    return verdict.first.inner_text()
