"""Whatever a review holds stays text: nothing of it runs, loads, or turns into something else."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.at_rest import wait_until_drawn

CORPUS = [
    "<script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "<svg onload='window.hacked = 1'><circle r=9 /></svg>",
    "<iframe srcdoc='<script>parent.hacked = 1</script>'></iframe>",
    "<style>body { display: none }</style>",
    "\"><b onmouseover='window.hacked = 1'>bold</b>",
    "<a href='javascript:window.hacked = 1'>here</a>",
    "[here](javascript:window.hacked=1) ![picture](http://example.com/x.png)",
    "**bold** _slanted_ `code` :joy: :red[red] :material/home:",
    "$x^2$ $$y^2$$ \\(z\\) {{ 7 * 7 }} ${7 * 7} &lt;b&gt; &#60;i&#62;",
    "</textarea></div><h2>Owned</h2>",
    "\u202egnp.exe\u200b \u0000 \ufeff",
]
ENGLISH = "It was a lovely film, and we will see it again with all of our friends. "
TEXT = ENGLISH * 3 + "\n\n# Heading\n\n- " + "\n- ".join(CORPUS)


@pytest.fixture
def watched(quiet: Page) -> Page:
    quiet.on("dialog", lambda dialog: dialog.dismiss())
    return quiet


def expect_inert(page: Page) -> None:
    wait_until_drawn(page)
    assert page.evaluate("window.hacked") is None
    made = "img[src=x], img[src*=example], iframe[srcdoc], svg[onload], a[href^=javascript], .katex"
    expect(page.locator(made)).to_have_count(0)
    expect(page.get_by_text("😂")).to_have_count(0)
    expect(page.get_by_role("heading", name="Owned")).to_have_count(0)
    expect(page.get_by_test_id("stApp")).to_be_visible()


def test_a_review(watched: Page, dashboard_url: str) -> None:
    page = watched
    page.goto(dashboard_url)
    box = page.get_by_role("textbox", name="Your review")
    box.fill(TEXT)
    box.press("Control+Enter")
    expect(page.get_by_text("Sentence by sentence")).to_be_visible()
    expect_inert(page)
    page.get_by_role("tab", name="From code").click()
    expect(page.get_by_text("requests.post")).to_be_visible()
    expect_inert(page)


def test_the_history_and_a_shared_link(watched: Page, dashboard_url: str) -> None:
    page = watched
    page.goto(dashboard_url)
    box = page.get_by_role("textbox", name="Your review")
    texts = [f"Good. {part}" for part in reversed(CORPUS)]
    for n_earlier, text in enumerate(texts):
        box.fill(text)
        box.press("Control+Enter")
        expect(page.get_by_role("tab", name="Earlier reviews")).to_be_visible()
        expect(page.locator("[class*=st-key-earlier-]")).to_have_count(n_earlier)
    expect_inert(page)
    page.get_by_role("tab", name="Link").click()
    page.get_by_role("button", name="Put the review into a link").click()
    expect(page.get_by_text("?text=Good")).to_be_visible()
    page.reload()
    expect(box).to_have_value(texts[-1])
    expect_inert(page)


def test_a_file_its_name_its_columns_and_its_cells(
    watched: Page, dashboard_url: str, tmp_path: Path
) -> None:
    page = watched
    path = tmp_path / "<img src=x onerror=hacked=1> :joy: $x^2$.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["review", *CORPUS[:3], ":joy: $x^2$"])
        writer.writerows([f"A lovely film. {cell}", *CORPUS[3:7]] for cell in CORPUS)
    page.goto(f"{dashboard_url}/batch")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(path)
    expect(page.get_by_text("What was understood")).to_be_visible()
    expect_inert(page)
