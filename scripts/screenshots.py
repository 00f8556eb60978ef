"""Pictures of the running dashboard, light and dark, wide and narrow.

./scripts/run --headless --port 8600    (in another terminal)
.venv/bin/python scripts/screenshots.py http://127.0.0.1:8600 --to dashboard/screenshots
"""

import argparse
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, expect, sync_playwright

Theme = Literal["light", "dark"]
WIDTHS = {"wide": 1280, "narrow": 375}
THEMES: tuple[Theme, ...] = ("light", "dark")
HEIGHTS = {"wide": 1000, "narrow": 812}


def review(page: Page) -> None:
    page.get_by_role("button", name="A weekend in two minds").click()
    expect(page.get_by_text("The words behind it")).to_be_visible()


def start(page: Page) -> None:
    expect(page.get_by_text("The verdict will stand here")).to_be_visible()


def about(page: Page) -> None:
    expect(page.get_by_text("One short review, just now")).to_be_visible()


PAGES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "start": ("", start),
    "review": ("", review),
    "about": ("about", about),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("--to", type=Path, default=Path("dashboard/screenshots"))
    parser.add_argument("--pages", nargs="*", default=list(PAGES))
    parser.add_argument("--height", type=int, help="of the picture, instead of a screen's")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name in options.pages:
            for theme in THEMES:
                for width in WIDTHS:
                    take(browser, options, name, theme, width)
        browser.close()


def take(
    browser: Browser, options: argparse.Namespace, name: str, theme: Theme, width: str
) -> None:
    address, prepare = PAGES[name]
    height = options.height or HEIGHTS[width]
    page = browser.new_page(color_scheme=theme, viewport={"width": WIDTHS[width], "height": height})
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    page.goto(f"{options.url}/{address}")
    prepare(page)
    expect(
        page.locator("[data-test-script-state=running], [data-testid=stSkeleton]")
    ).to_have_count(0)
    page.wait_for_timeout(500)  # charts draw themselves after the last message
    page.screenshot(path=options.to / f"{name}-{theme}-{width}.png")
    page.close()


if __name__ == "__main__":
    main()
