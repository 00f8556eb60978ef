"""What axe-core finds on every page, in both themes, on a wide screen and on a telephone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.at_rest import wait_until_drawn
from tests.browser.themes import THEMES, WIDTHS, Theme


def start(page: Page) -> None:
    expect(page.get_by_text("The verdict will stand here")).to_be_visible()


def review(page: Page) -> None:
    page.get_by_role("button", name="A weekend in two minds").click()
    expect(page.get_by_text("As the network reads on")).to_be_visible()


def batch(page: Page) -> None:
    expect(page.get_by_role("heading", name="What do all of them say?")).to_be_visible()


def job(page: Page) -> None:
    expect(page.get_by_role("button", name="Score another file")).to_be_visible()


def explore(page: Page) -> None:
    expect(page.get_by_role("tab", name="Overview")).to_be_visible()


def evaluate(page: Page) -> None:
    expect(page.get_by_role("tab", name="How right")).to_be_visible()


def queue(page: Page) -> None:
    expect(page.get_by_role("button", name="Positive")).to_be_visible()


def about(page: Page) -> None:
    page.get_by_text("Read the model card").click()
    expect(page.get_by_role("heading", name="Calibration")).to_be_visible()


PAGES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "start": ("", start),
    "review": ("", review),
    "batch": ("batch", batch),
    "job": ("batch?job={job}", job),
    "explore": ("explore?job={job}", explore),
    "evaluate": ("evaluate?job={job}", evaluate),
    "queue": ("queue?job={job}", queue),
    "about": ("about", about),
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(
    browser: Browser, dashboard_url: str, scored_sample: str, name: str, theme: Theme
) -> None:
    address, prepare = PAGES[name]
    page = browser.new_page(color_scheme=theme)
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    page.goto(f"{dashboard_url}/{address.format(job=scored_sample)}")
    prepare(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wait_until_drawn(page)
        assert serious(page) == [], f"at a width of {width}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def serious(page: Page) -> list[str]:
    return [
        f"{violation['id']}: {node['html'][:200]}: {node['failureSummary']}"
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


def test_a_planted_fault_is_found(page: Page) -> None:
    page.set_content("<html lang=en><title>t</title><p style='color: #bbb'>Pale</p><img src=x>")
    assert {fault.split(":")[0] for fault in serious(page)} == {"color-contrast", "image-alt"}
