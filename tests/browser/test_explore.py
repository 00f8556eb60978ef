"""From a file to what it says: a click on a chart narrows everything, downloads too."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.at_rest import wait_until_drawn
from tests.browser.scoring import start_scoring
from tests.browser.test_keyboard import tab_to

GOOD = "The front desk was wonderful, kind and quick. We loved every minute of our stay."
BAD = "The front desk was rude and useless. A dreadful, filthy room, never again."
N = 120  # a third of them bad; all of Berlin's are good


@pytest.fixture
def hotels(tmp_path: Path) -> Path:
    rows = [
        [f"{BAD if i % 3 == 0 else GOOD} ({i})", ["Amsterdam", "Berlin", "Cork"][i % 3],
         1 if i % 3 == 0 else 5, f"2025-{1 + i % 12:02}-03"]
        for i in range(N)
    ]  # fmt: skip
    path = tmp_path / "hotels.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["review", "branch", "stars", "date"], *rows])
    return path


def explored(page: Page, url: str, path: Path) -> Page:
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto(f"{url}/batch")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(path)
    start_scoring(page, N)
    page.get_by_role("button", name="Explore what they say").click()
    expect(page.get_by_text(f"All {N} reviews")).to_be_visible()
    wait_until_drawn(page)
    return page


def chart_of(page: Page, finding: str | re.Pattern[str]) -> Locator:
    """The picture below the text that says what it shows."""
    card = page.get_by_test_id("stVerticalBlock").filter(has=page.get_by_text(finding)).last
    return card.get_by_test_id("stVegaLiteChart")


def click_at(chart: Locator, across: float, down: float) -> None:
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    chart.click(position={"x": across * box["width"], "y": down * box["height"]})


def filters(page: Page) -> dict[str, list[str]]:
    found = parse_qs(urlsplit(page.url).query)
    return {name: values for name, values in found.items() if name not in {"job", "tab", "grain"}}


def rows_taken_home(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.get_by_role("button", name="These rows (CSV)").click()
    text = download.value.path().read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def report_taken_home(page: Page) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name="Report (HTML)").click()
    return download.value.path().read_text("utf-8")


def test_a_click_on_a_chart_narrows_everything_that_is_taken_home(
    quiet: Page, dashboard_url: str, hotels: Path
) -> None:
    page = explored(quiet, dashboard_url, hotels)
    click_at(
        chart_of(page, "67% are positive, 33% negative"), 0.25, 5 / 6
    )  # the lowest bar: negative
    expect(page.get_by_text(f"{N // 3} of {N} reviews")).to_be_visible()
    assert filters(page) == {"verdict": ["Negative"]}
    expect(page.get_by_test_id("stMetric").filter(has_text="Negative")).to_contain_text(f"{N // 3}")
    expect(page.get_by_role("heading", name=f"{N // 3} reviews")).to_be_visible()
    page.reload()  # the address keeps it
    expect(page.get_by_role("button", name="Negative", exact=True)).to_be_visible()

    rows = rows_taken_home(page)
    assert len(rows) == N // 3
    assert {row["branch"] for row in rows} == {"Amsterdam"}
    assert {row["predicted_sentiment"] for row in rows} == {"negative"}
    report = report_taken_home(page)
    assert f"only: Negative, {N // 3} of {N} reviews" in report
    assert "Words and topics" not in report
    assert "wonderful" not in re.sub(r"<svg.*?</svg>", "", report, flags=re.DOTALL)

    page.get_by_role("button", name="Negative", exact=True).click()  # and away again
    expect(page.get_by_text(f"All {N} reviews")).to_be_visible()
    assert len(rows_taken_home(page)) == N


def test_stars_and_a_topic_narrow_by_keyboard(
    quiet: Page, dashboard_url: str, hotels: Path
) -> None:
    page = explored(quiet, dashboard_url, hotels)
    tab_to(page, page.locator("summary").filter(has_text="Filters"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="1 star", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{N // 3} of {N} reviews")).to_be_visible()
    assert filters(page) == {"rating": ["1 star"]}
    page.goto(page.url + "&tab=Why")
    topics = page.get_by_role("radiogroup", name="Topics to look into")
    topic = topics.get_by_role("radio", name="front desk")
    expect(topic).to_be_visible()
    tab_to(page, topic)
    page.keyboard.press("Enter")
    page.wait_for_url("**mentions=front*")
    expect(page.locator("blockquote mark", has_text="front desk").first).to_be_visible()
    assert 'aria-label="Topics"' in report_taken_home(page)


def test_back_leads_to_the_tab_before(quiet: Page, dashboard_url: str, scored_sample: str) -> None:
    page = quiet
    page.goto(f"{dashboard_url}/explore?job={scored_sample}")
    for name in ("Reviews", "Compare"):
        page.get_by_role("tab", name=name).click()
        page.wait_for_url(f"**tab={name}*")
        wait_until_drawn(page)
    page.go_back()
    reviews = page.get_by_role("tab", name="Reviews")
    expect(reviews).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel").get_by_text("Most positive")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("tab", name="Overview")).to_have_attribute("aria-selected", "true")
