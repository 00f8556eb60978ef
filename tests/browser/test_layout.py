"""Nothing on a page jumps while it loads: by the sum of its layout shifts, as Chromium counts them.

At most 0.1 is good: https://web.dev/articles/cls
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.at_rest import wait_until_drawn
from tests.browser.themes import WIDTHS

GOOD = 0.1
COUNT = """
window.shifted = 0
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value
}).observe({ type: "layout-shift", buffered: true })
"""
LAST = {
    "": "The verdict will stand here",
    "batch": "Try the sample file",
    "batch?job={job}": "Why some rows were not scored",
    "explore?job={job}": "Take it home",
    "evaluate?job={job}": "Sure, and wrong",
    "queue?job={job}": "Skip",
    "about": "model's card",
}
WIDE, NARROW = WIDTHS
# Everything below everything else, on a telephone, jumps most.
LOOKS = [*((address, NARROW) for address in LAST), ("", WIDE), ("explore?job={job}", WIDE)]


@pytest.mark.parametrize(("address", "width"), LOOKS)
def test_a_page_stays_where_it_is_while_it_loads(
    quiet: Page, dashboard_url: str, scored_sample: str, address: str, width: int
) -> None:
    quiet.set_viewport_size({"width": width, "height": 900})
    quiet.add_init_script(COUNT)
    quiet.goto(f"{dashboard_url}/{address.format(job=scored_sample)}")
    expect(quiet.get_by_text("Local model").first).to_be_visible()
    expect(quiet.get_by_text(LAST[address]).first).to_be_visible()
    wait_until_drawn(quiet)
    assert quiet.evaluate("window.shifted") < GOOD


def test_a_late_banner_is_counted(page: Page) -> None:
    page.add_init_script(COUNT)
    page.goto("data:text/html,<p style='height: 400px'>Text")
    page.wait_for_timeout(700)  # what comes sooner after loading counts as well; input does not
    page.evaluate("document.body.insertAdjacentHTML('afterbegin', '<p style=height:300px>Late')")
    page.wait_for_function(f"window.shifted > {GOOD}")
