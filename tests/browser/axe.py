"""What axe-core finds on a page, in words."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.at_rest import wait_until_drawn
from tests.browser.themes import WIDTHS

# The document never does: what scrolls in Streamlit is the main part.
_SCROLLS = "document.querySelector('[data-testid=stMain]').scrollWidth"


def serious(page: Page) -> list[str]:
    return [
        f"{violation['id']}: {node['html'][:200]}: {node['failureSummary']}"
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


def expect_nothing_serious(page: Page) -> None:
    """On a wide screen and on a telephone, where nothing may stand out at the side either."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wait_until_drawn(page)
        assert serious(page) == [], f"at a width of {width}"
        assert page.evaluate(_SCROLLS) <= width
