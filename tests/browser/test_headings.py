"""Whoever goes from heading to heading gets through every page, charts too, without a gap."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.browser.at_rest import wait_until_drawn
from tests.browser.test_accessibility import PAGES

_HEADINGS = """
[...document.querySelectorAll(".stMain :is(h1, h2, h3, h4, h5, h6)")]
  .filter((heading) => heading.checkVisibility())
"""
_OUTLINE = f"{_HEADINGS}.map((heading) => [Number(heading.tagName[1]), heading.textContent])"
_LINKS = (
    f"{_HEADINGS}.flatMap((h) => [...h.querySelectorAll('a')]).filter((a) => a.checkVisibility())"
)


@pytest.mark.parametrize("address", PAGES)
def test_headings_have_no_gap_and_no_links(
    quiet: Page, dashboard_url: str, scored_sample: str, address: str
) -> None:
    quiet.goto(f"{dashboard_url}/{address.format(job=scored_sample)}")
    for prepare in PAGES[address]:
        prepare(quiet)
        wait_until_drawn(quiet)
        levels = [0] + [level for level, _ in quiet.evaluate(_OUTLINE)]
        steps = [after - before for before, after in pairwise(levels)]
        assert max(steps) <= 1, quiet.evaluate(_OUTLINE)
        assert levels.count(1) == 1
        assert quiet.evaluate(f"{_LINKS}.length") == 0


def test_every_chart_has_a_heading(quiet: Page, dashboard_url: str, scored_sample: str) -> None:
    quiet.goto(f"{dashboard_url}/explore?job={scored_sample}")
    wait_until_drawn(quiet)
    charts = quiet.get_by_test_id("stVegaLiteChart")
    told = [text for level, text in quiet.evaluate(_OUTLINE) if level == 2]
    assert charts.count() == 6
    assert len(told) == charts.count() + 2  # the reviews, and what can be taken home
    assert any("are positive" in text for text in told)
