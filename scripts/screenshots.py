"""Pictures of the running dashboard, light and dark, wide and narrow.

./scripts/run --headless --port 8600    (in another terminal)
.venv/bin/python scripts/screenshots.py http://127.0.0.1:8600 --to dashboard/screenshots
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.chromium import launch_arguments

Theme = Literal["light", "dark"]
WIDTHS = {"wide": 1280, "narrow": 375}
THEMES: tuple[Theme, ...] = ("light", "dark")
_PATIENCE_MS = 120_000
HEIGHTS = {"wide": 1000, "narrow": 812}


def review(page: Page) -> None:
    page.get_by_role("button", name="A weekend in two minds").click()
    expect(page.get_by_text("As the network reads on")).to_be_visible()


PAGES = {
    "start": "",
    "review": "",
    "batch": "batch?job={job}",
    "explore": "explore?job={job}",
    "evaluate": "evaluate?job={job}",
    "queue": "queue?job={job}",
    "about": "about",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("--to", type=Path, default=Path("dashboard/screenshots"))
    options = parser.parse_args()
    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_arguments())
        job = score_sample(browser, options.url)
        for name in PAGES:
            for theme in THEMES:
                for width in WIDTHS:
                    take(browser, options, name, job, theme, width)
        browser.close()


def score_sample(browser: Browser, url: str) -> str:
    """The sample file, scored anew or found among the jobs."""
    page = browser.new_page()
    page.set_default_timeout(_PATIENCE_MS)
    page.goto(f"{url}/explore")
    page.get_by_role("button", name="Use the sample file").or_(
        page.get_by_role("tab", name="Overview")
    ).first.wait_for()
    if not page.get_by_role("tab", name="Overview").is_visible():
        page.get_by_role("button", name="Use the sample file").click()
    page.wait_for_url("**job=*")
    expect(page.get_by_role("tab", name="Overview")).to_be_visible()
    job = re.split("[=&]", page.url.split("job", 1)[1])[1]
    page.close()
    return job


def take(
    browser: Browser, options: argparse.Namespace, name: str, job: str, theme: Theme, width: str
) -> None:
    size: ViewportSize = {"width": WIDTHS[width], "height": HEIGHTS[width]}
    page = browser.new_page(color_scheme=theme, viewport=size)
    page.set_default_timeout(_PATIENCE_MS)
    page.goto(f"{options.url}/{PAGES[name].format(job=job)}")
    if name == "review":
        review(page)
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    expect(page.locator("[data-testid=stSkeleton], [data-stale=true]")).to_have_count(0)
    page.wait_for_timeout(1_000)  # charts draw themselves after the last message
    page.screenshot(path=options.to / f"{name}-{theme}-{width}.png")
    page.close()


if __name__ == "__main__":
    main()
