"""Every page, in both themes, on a wide screen and on a telephone, as axe-core sees it.

Together they take minutes: `./scripts/test tests/browser/test_accessibility.py -m slow`.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import expect_nothing_serious, serious
from tests.browser.themes import THEMES, WIDTHS


def start(page: Page) -> None:
    expect(page.get_by_text("The verdict will stand here")).to_be_visible()


def review(page: Page) -> None:
    page.get_by_role("button", name="A weekend in two minds").click()
    expect(page.get_by_text("As the network reads on")).to_be_visible()


def batch(page: Page) -> None:
    expect(page.get_by_role("heading", name="What do all of them say?")).to_be_visible()


def understood(page: Page) -> None:
    page.get_by_role("button", name="Try the sample file").click()
    expect(page.get_by_role("button", name="Score 200 reviews")).to_be_enabled()


def job(page: Page) -> None:
    expect(page.get_by_role("button", name="Score another file")).to_be_visible()


def explore(page: Page) -> None:
    expect(page.get_by_role("button", name="Show all")).to_be_visible()
    page.get_by_text("Filters", exact=True).click()


def why(page: Page) -> None:
    page.get_by_role("tab", name="Why").click()
    expect(page.get_by_text("Topics to look into")).to_be_visible()


def reviews(page: Page) -> None:
    page.get_by_role("tab", name="Reviews").click()
    expect(page.locator("blockquote").first).to_be_visible()


def compare(page: Page) -> None:
    page.get_by_role("tab", name="Compare").click()
    expect(page.get_by_text("Differences of shares")).to_be_visible()


def evaluate(page: Page) -> None:
    expect(page.get_by_role("tab", name="How right")).to_be_visible()


def share(page: Page) -> None:
    page.get_by_role("tab", name="True share").click()
    expect(page.get_by_text("reviews labelled")).to_be_visible()


def queue(page: Page) -> None:
    expect(page.get_by_role("button", name="Positive")).to_be_visible()


def about(page: Page) -> None:
    page.get_by_text("Read the model card").click()
    expect(page.get_by_role("heading", name="Calibration")).to_be_visible()


# What is looked at, one after the other, from an address on: loading it takes longest.
PAGES: dict[str, list[Callable[[Page], None]]] = {
    "": [start, review],
    "batch": [batch, understood],
    "batch?job={job}": [job],
    "explore?job={job}&mentions=the": [explore, why, reviews, compare],
    "evaluate?job={job}": [evaluate, share],
    "queue?job={job}": [queue],
    "about": [about],
}


@pytest.mark.slow
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_serious(
    browser: Browser, dashboard_url: str, scored_sample: str, address: str
) -> None:
    page = browser.new_page()
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    page.goto(f"{dashboard_url}/{address.format(job=scored_sample)}")
    for prepare in PAGES[address]:
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        prepare(page)
        expect_nothing_serious_in_any_theme(page)
    page.close()


def expect_nothing_serious_in_any_theme(page: Page) -> None:
    papers = set()
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        expect_nothing_serious(page)
        papers.add(
            page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
        )
    assert len(papers) == len(THEMES), "the page did not follow the theme"


def test_a_planted_fault_is_found(page: Page) -> None:
    page.set_content("<html lang=en><title>t</title><p style='color: #bbb'>Pale</p><img src=x>")
    assert {fault.split(":")[0] for fault in serious(page)} == {"color-contrast", "image-alt"}
