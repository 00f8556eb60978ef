"""A person's first minutes with the dashboard: a review, then a file of their own."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from model.contract.limits import MAX_CHARACTERS
from tests.browser.scoring import start_scoring

GOOD = "A wonderful film. I laughed, I cried, and I would happily see it again tomorrow."
BAD = "A dreadful, boring waste of two hours. The acting was terrible and the plot made no sense."
ROWS = 3_000


def own_file(folder: Path) -> Path:
    """Semicolons, Windows-1252, quoted newlines, an empty cell, a formula, a header in German."""
    rows = [["Nr", "Meinung", "Preis"], ["0", f"{GOOD}\nSchön!", "2,50"], ["1", "", "3,10"]]
    rows += [["2", "=HYPERLINK(1) " + BAD, "-4,00"], ["3", "x" * (MAX_CHARACTERS + 1), ""]]
    rows += [[str(i), f"{GOOD if i % 2 else BAD} ({i})", "1"] for i in range(4, ROWS)]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";").writerows(rows)
    path = folder / "meine Bewertungen.csv"
    path.write_bytes(buffer.getvalue().encode("cp1252"))
    return path


def test_a_review_and_a_file(quiet: Page, dashboard_url: str, tmp_path: Path) -> None:
    page = quiet
    page.goto(dashboard_url)
    expect(page.get_by_text(re.compile("Local model"))).to_be_visible()

    box = page.get_by_role("textbox", name="Your review")
    box.fill(GOOD)
    box.press("Control+Enter")
    # One: for a moment the example, which it takes the place of, may still be there.
    expect(page.get_by_role("heading", name="Clearly positive")).to_have_count(1)
    box.fill(f"{BAD} <script>document.title = 'broken'</script>")
    page.get_by_role("button", name="Judge this review").click()
    expect(
        page.get_by_role("heading", name=re.compile("(Clearly|Probably) negative"))
    ).to_be_visible()
    box.fill(" ")
    page.get_by_role("button", name="Judge this review").click()
    expect(page.get_by_text("Write at least one word")).to_be_visible()
    expect(page).not_to_have_title("broken")

    page.get_by_role("link", name="Batch").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(own_file(tmp_path))
    expect(page.get_by_text(f"{ROWS:,} rows")).to_be_visible()
    expect(page.get_by_text("1 empty")).to_be_visible()
    page.get_by_role("link", name="About").click()
    expect(page.get_by_text("What happens to your reviews")).to_be_visible()
    page.get_by_role("link", name="Batch").click()
    expect(page.get_by_text("meine Bewertungen.csv is still here.")).to_be_visible()
    start_scoring(page, ROWS)
    page.reload()  # in the middle: the job goes on without the page
    expect(page.get_by_text("meine Bewertungen.csv")).to_be_visible()

    expect(page.get_by_text("Why some rows were not scored")).to_be_visible()
    check(downloaded(page))
    page.reload()
    expect(page.get_by_text("Why some rows were not scored")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def downloaded(page: Page) -> list[dict[str, str]]:
    page.get_by_role("button", name="Download all rows").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV", exact=True).click()
    text = download.value.path().read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.slow
def test_a_job_is_cancelled_in_the_middle_and_goes_on(
    quiet: Page, dashboard_url: str, tmp_path: Path
) -> None:
    page, n = quiet, 10_000
    path = tmp_path / "many.csv"
    path.write_text("\n".join(["review", *(f"{GOOD} {GOOD} {BAD} {GOOD} ({i})" for i in range(n))]))
    page.goto(f"{dashboard_url}/batch")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(path)
    expect(page.get_by_text("Is the sample enough?")).to_be_visible()
    start_scoring(page, n)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Ended after")).to_be_visible()
    partial = downloaded(page)
    assert len(partial) == n
    assert {"scored", "not scored"} == {row["status"] for row in partial}
    page.goto(f"{dashboard_url}/batch")  # and found again in the list
    page.get_by_role("button", name="Open many.csv").first.click()
    page.get_by_role("button", name="Go on with the other").click()
    expect(page.get_by_role("button", name="Go on with the other")).to_have_count(0)
    expect(page.get_by_role("button", name="Pause")).to_have_count(0, timeout=180_000)
    assert {row["status"] for row in downloaded(page)} == {"scored"}


def check(rows: list[dict[str, str]]) -> None:
    assert [row["Nr"] for row in rows] == [str(i) for i in range(ROWS)]
    assert [row["status"] for row in rows[:4]] == ["scored", "empty", "scored", "too long"]
    assert rows[0]["Meinung"].endswith("\nSchön!")
    assert rows[2]["Meinung"].startswith("'=HYPERLINK")
    assert rows[2]["Preis"] == "-4,00"
    sentiments = [row["predicted_sentiment"] for row in rows[4:]]
    assert sentiments == ["negative", "positive"] * (ROWS // 2 - 2)
    assert {row["status"] for row in rows[4:]} == {"scored"}


def test_a_link_to_results_that_are_gone_leads_on(quiet: Page, dashboard_url: str) -> None:
    quiet.goto(f"{dashboard_url}/batch?job=unknown")
    expect(quiet.get_by_text("no job at this address any more")).to_be_visible()
    quiet.get_by_role("button", name="Try the sample file").click()
    expect(quiet.get_by_role("button", name="Score 200 reviews")).to_be_visible()


def test_the_dashboard_reads_on_a_telephone(quiet: Page, dashboard_url: str) -> None:
    quiet.set_viewport_size({"width": 375, "height": 700})
    quiet.goto(dashboard_url)
    quiet.get_by_role("button", name="A film I loved").click()
    expect(quiet.get_by_role("heading", name="Clearly positive")).to_have_count(1)
    expect(quiet.get_by_text("On the positive side for good")).to_be_visible()  # the last chart
    width = quiet.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert width <= 375
