"""The focus stays near what was pressed, though that goes away: nobody starts at the top again."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.at_rest import wait_until_drawn


def press(page: Page, element: Locator) -> None:
    wait_until_drawn(page)
    element.focus()
    element.press("Enter")


def chip(page: Page, name: str) -> Locator:
    return page.locator("[class*=st-key-chip-]").get_by_role("button", name=name)


def test_a_filter_that_is_taken_away_hands_the_focus_on(
    quiet: Page, dashboard_url: str, scored_sample: str
) -> None:
    page = quiet
    page.goto(f"{dashboard_url}/explore?job={scored_sample}&verdict=Negative&verdict=Positive")
    press(page, chip(page, "Positive"))
    expect(chip(page, "Negative")).to_be_focused()
    press(page, chip(page, "Negative"))
    expect(page.locator("summary").filter(has_text="Filters")).to_be_focused()


def test_show_all_leads_back_to_the_filters(
    quiet: Page, dashboard_url: str, scored_sample: str
) -> None:
    quiet.goto(f"{dashboard_url}/explore?job={scored_sample}&verdict=Negative")
    press(quiet, quiet.get_by_role("button", name="Show all"))
    expect(quiet.locator("summary").filter(has_text="Filters")).to_be_focused()


@pytest.mark.parametrize("kind", ["Words", "Topics"])
def test_a_pill_keeps_the_focus(
    quiet: Page, dashboard_url: str, scored_sample: str, kind: str
) -> None:
    page = quiet
    page.goto(f"{dashboard_url}/explore?job={scored_sample}&tab=Why")
    pills = page.get_by_role("radiogroup", name=f"{kind} to look into").get_by_role("radio")
    name = pills.nth(1).inner_text()
    press(page, pills.nth(1))
    page.wait_for_url("**mentions=*")
    pill = pills.and_(page.get_by_role("radio", name=name, exact=True))
    expect(pill).to_be_checked()
    expect(pill).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("mentions="))
    expect(pill).to_be_focused()


def test_the_last_undo_hands_the_focus_on(
    quiet: Page, dashboard_url: str, scored_sample: str
) -> None:
    page = quiet
    page.goto(f"{dashboard_url}/queue?job={scored_sample}")
    skip, undo = (page.get_by_role("button", name=name) for name in ("Skip", "Undo"))
    press(page, skip)
    press(page, undo)
    expect(undo).to_be_disabled()
    expect(skip).to_be_focused()
