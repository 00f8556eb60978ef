"""On a telephone: what a finger can hit, what is seen of a review, and no room for nothing."""

from playwright.sync_api import Page, expect

from tests.browser.at_rest import wait_until_drawn


def test_help_can_be_hit_and_the_menu_looks_like_one(
    quiet: Page, dashboard_url: str, scored_sample: str
) -> None:
    page = quiet
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(f"{dashboard_url}/explore?job={scored_sample}")
    helps = page.get_by_role("button", name="Help for")
    helps.first.wait_for()
    for box in [each.bounding_box() for each in helps.all()]:
        assert box
        assert min(box["width"], box["height"]) >= 24
    arrows = page.get_by_test_id("stExpandSidebarButton").get_by_test_id("stIconMaterial")
    shown = arrows.evaluate("e => getComputedStyle(e, '::before').content")
    assert shown == '"menu"'


def test_a_sentence_that_there_is_nothing_leaves_no_gap(
    quiet: Page, dashboard_url: str, scored_sample: str
) -> None:
    page = quiet
    page.goto(f"{dashboard_url}/explore?job={scored_sample}&tab=Why&mentions=kettle")
    expect(page.get_by_text("too few for words to repeat")).to_be_visible()
    wait_until_drawn(page)
    opened = page.locator(".st-key-opened").bounding_box()
    assert opened
    assert opened["height"] < 200
