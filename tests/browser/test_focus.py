"""The focus stays near what was pressed, though that goes away: nobody starts at the top again."""

import re
from pathlib import Path

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


def test_the_only_filter_hands_the_focus_to_its_pill(
    quiet: Page, dashboard_url: str, scored_sample: str
) -> None:
    page = quiet
    page.goto(f"{dashboard_url}/explore?job={scored_sample}&rating=3%20stars")
    page.locator("summary").filter(has_text="Filters").click()
    press(page, chip(page, "3 stars"))
    pills = page.get_by_test_id("stButtonGroup")
    expect(pills.get_by_role("button", name="3 stars", exact=True)).to_be_focused()


def test_the_first_table_keeps_the_focus_at_its_chart(
    quiet: Page, dashboard_url: str, scored_sample: str
) -> None:
    """The first, since Streamlit loads its tables with it."""
    page = quiet
    page.goto(f"{dashboard_url}/explore?job={scored_sample}")
    page.get_by_role("button", name="Show data: By stars").wait_for()
    data = page.get_by_role("button", name="Show data:").nth(1)
    name = str(data.get_attribute("aria-label")).removeprefix("Show data")
    press(page, data)
    expect(page.get_by_role("button", name=f"Show chart{name}", exact=True)).to_be_focused()


def test_an_upload_is_not_about_to_be_removed(
    quiet: Page, dashboard_url: str, tmp_path: Path
) -> None:
    page, path = quiet, tmp_path / "few.csv"
    path.write_text("review\n" + "A good film.\n" * 9)
    page.goto(f"{dashboard_url}/batch")
    upload = page.get_by_role("button", name="Upload", exact=True)
    upload.wait_for()
    with page.expect_file_chooser() as chooser:
        press(page, upload)
    chooser.value.set_files(path)
    expect(page.get_by_role("button", name="Remove few.csv")).to_be_visible()
    expect(page.get_by_role("button", name="Add files")).to_be_focused()


def test_another_file_begins_with_its_upload(
    quiet: Page, dashboard_url: str, scored_sample: str
) -> None:
    quiet.goto(f"{dashboard_url}/batch?job={scored_sample}")
    press(quiet, quiet.get_by_role("button", name="Score another file"))
    expect(quiet.get_by_role("button", name="Upload", exact=True)).to_be_focused()


@pytest.mark.parametrize(
    ("name", "first"),
    [("Download all rows", "CSV"), ("Delete…", "Delete this file and its results")],
)
def test_a_popover_is_next_to_its_button(
    quiet: Page, dashboard_url: str, scored_sample: str, name: str, first: str
) -> None:
    page = quiet
    page.goto(f"{dashboard_url}/batch?job={scored_sample}")
    opener = page.get_by_role("button", name=name)
    press(page, opener)
    expect(page.get_by_role("dialog", name=name)).to_be_focused()
    control = page.get_by_role("button", name=first, exact=True)
    control.wait_for()
    page.keyboard.press("Tab")
    expect(control).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_what_loses_the_focus_but_stays_gets_it_back(
    quiet: Page, dashboard_url: str, scored_sample: str
) -> None:
    """Streamlit at times moves the tabs while it draws."""
    page = quiet
    page.goto(f"{dashboard_url}/explore?job={scored_sample}&tab=Compare")
    page.get_by_role("tab", name="Reviews").click()
    page.keyboard.press("ArrowRight")
    tab = page.get_by_role("tab", name="Compare")
    expect(tab).to_be_focused()
    tab.blur()
    expect(tab).to_be_focused()


def test_the_mouse_takes_the_focus_away(
    quiet: Page, dashboard_url: str, scored_sample: str
) -> None:
    page = quiet
    page.goto(f"{dashboard_url}/explore?job={scored_sample}&verdict=Negative&verdict=Positive")
    press(page, chip(page, "Positive"))
    page.get_by_test_id("stHeader").click(position={"x": 5, "y": 5})  # nothing can have it there
    expect(chip(page, "Positive")).to_have_count(0)
    wait_until_drawn(page)
    page.wait_for_timeout(1_000)  # longer than any quiet
    expect(page.locator("body")).to_be_focused()
