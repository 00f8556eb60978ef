"""Files that nobody foresaw: rows that cannot be judged, labels in words of their own."""

import csv
from pathlib import Path

from playwright.sync_api import Page, expect

from model.contract.limits import MAX_CHARACTERS
from tests.browser.scoring import start_scoring
from tests.browser.test_journey import downloaded

GOOD = "A wonderful stay. Everyone was kind, and we would happily come back tomorrow."
BAD = "A dreadful stay. The room was filthy, the staff rude, and nobody cared."


def written(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def test_each_row_that_cannot_be_judged_says_why_and_no_other_suffers(
    quiet: Page, dashboard_url: str, tmp_path: Path
) -> None:
    poison = {
        "": "empty", " \u200b ": "empty", "!!! ???": "no words", "12345": "no words",
        "x" * (MAX_CHARACTERS + 1): "too long", "<br><br/>": "empty",
    }  # fmt: skip
    texts = [text for sick in poison for text in (f"{GOOD} {len(sick)}", sick, f"{BAD} {sick[:9]}")]
    path = written(tmp_path / "poisoned.csv", [["review", "nr"], *([t, "1"] for t in texts)])
    quiet.goto(f"{dashboard_url}/batch")
    quiet.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(path)
    start_scoring(quiet, len(texts))
    expect(quiet.get_by_text("Why some rows were not scored")).to_be_visible()
    statuses = [row["status"] for row in downloaded(quiet)]
    assert statuses == [s for sick in poison.values() for s in ("scored", sick, "scored")]


def test_labels_in_words_of_their_own_are_explained_once_and_then_count(
    quiet: Page, dashboard_url: str, tmp_path: Path
) -> None:
    rows = [[f"{GOOD if i % 2 else BAD} ({i})", "oui, merci" if i % 2 else "hélas"]
            for i in range(60)]  # fmt: skip
    path = written(tmp_path / "odd.csv", [["review", "label"], *rows])
    page = quiet
    page.goto(f"{dashboard_url}/batch")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(path)
    page.get_by_role("combobox", name="Labels").click()
    page.get_by_role("option", name="label", exact=True).click()
    start_scoring(page, len(rows))
    expect(page.get_by_text("hard to tell").first).to_be_visible()
    page.goto(page.url.replace("/batch", "/evaluate"))
    expect(page.get_by_text("Say what the labels mean")).to_be_visible()
    for label, meaning in (("oui, merci", "Positive"), ("hélas", "Negative")):
        choice = page.get_by_test_id("stButtonGroup").filter(has_text=label)
        choice.get_by_text(meaning).click()
    right = page.get_by_test_id("stMetric").filter(has_text="Right").first
    expect(right).to_contain_text("100%")
    expect(page.get_by_test_id("stException")).to_have_count(0)
