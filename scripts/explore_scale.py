"""How Explore opens at scale: time and bytes over the web socket, in a real browser.

    .venv/bin/python scripts/explore_scale.py [--rows 100000] [--record FILE.json]

Writes a finished job of that many reviews of 1,300 characters into a fresh data folder, starts the
dashboard on it, and opens Explore: the first time after the start, then in browsers that have to
load the program anew each time, and by a click on another page, as a person does. The words behind
the verdicts are timed as well. Record: dashboard/views/explore_scale.json.
Needs what `./scripts/test` installs.
"""

import json
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import psutil
import tyro
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from dashboard.jobs.job import Job
from dashboard.jobs.journal import Journal
from dashboard.jobs.outcome import Outcome
from dashboard.jobs.rows import Source, new_entry
from dashboard.reading.roles import Roles
from model.contract.schema import Sentiment
from tests.browser.dashboard_process import dashboard
from tests.chromium import launch_arguments

CHARACTERS = 1_300
ROLES = Roles("review", "date", "branch", "stars")
_AT_ONCE = 5_000
_SAID = [
    "The room was clean.", "The staff was kind and helpful.", "The breakfast was poor.",
    "My bed was too soft.", "We had a lovely view.", "The bathroom was dirty.",
]  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """Measure how Explore opens."""

    rows: int = 100_000
    record: Path | None = None
    """Where the figures go, as JSON; without it they are only printed."""


def table(n: int) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    filler = [" ".join(rng.choice(_SAID, 80)) for _ in range(500)]
    dates = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 700, n), unit="D")
    return pd.DataFrame(
        {
            "review": [f"{i} {filler[i % 500]}"[:CHARACTERS] for i in range(n)],
            "branch": [f"branch {k}" for k in rng.integers(0, 20, n)],
            "stars": rng.integers(1, 6, n).astype(str),
            "date": dates.strftime("%Y-%m-%d"),
        },
        dtype="str",
    )


def finished_job(folder: Path, n: int) -> str:
    frame = table(n)
    journal = Journal(folder)
    entry = new_entry(frame, ROLES, Source("scale.csv", "0" * 64))
    journal.add(entry, frame)
    job = Job(entry, frame, journal)
    job.begin()
    probability = np.random.default_rng(1).beta(0.4, 0.3, n)
    waiting = list(job.waiting())
    for start in range(0, len(waiting), _AT_ONCE):
        part = waiting[start : start + _AT_ONCE]
        job.record([(r, _outcome(probability[int(r.id)])) for r in part], "made up 1")
    job.end()
    journal.close()
    return entry.id


def _outcome(p: float) -> Outcome:
    confidence = float(max(p, 1 - p))
    sentiment: Sentiment = "positive" if p >= 0.5 else "negative"
    return Outcome("scored", "", sentiment, float(p), confidence, confidence < 0.7)


@dataclass(frozen=True)
class Opening:
    """How a person comes to Explore."""

    tab: str = "Overview"
    from_another_page: bool = False  # by a click, with the program already in the browser

    @property
    def charts(self) -> int:
        return 6 if self.tab == "Overview" else 2


def open_explore(page: Page, url: str, opening: Opening) -> dict[str, float]:
    """Seconds until everything is drawn, and what came over the web socket."""
    received = 0

    def count(payload: str | bytes) -> None:
        nonlocal received
        received += len(payload)

    page.on("websocket", lambda socket: socket.on("framereceived", count))
    if opening.from_another_page:
        page.goto(f"{url}/about")
        page.get_by_text("What happens to your reviews").wait_for()
        wait_until_still(page)
        received = 0
    start = time.perf_counter()
    if opening.from_another_page:
        page.get_by_role("link", name="Explore").click()
    else:
        page.goto(f"{url}/explore?tab={opening.tab}")
    page.get_by_text("Take it home").wait_for()
    page.wait_for_function(
        f"document.querySelectorAll('.stVegaLiteChart canvas, .stVegaLiteChart svg').length"
        f" >= {opening.charts}"
    )
    wait_until_still(page)
    return {"seconds": round(time.perf_counter() - start, 2), "bytes": received}


def wait_until_still(page: Page) -> None:
    page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')")


def measure(url: str, opening: Opening, times: int) -> list[dict[str, float]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_arguments())
        found = []
        for _ in range(times):
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            page.set_default_timeout(180_000)
            found.append(open_explore(page, url, opening))
            page.close()
        browser.close()
    return found


def main(settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as name:
        job = finished_job(Path(name) / "jobs", settings.rows)
        print(f"job {job} of {settings.rows:,} rows is ready")
        with dashboard(Path(name)) as url:
            [server] = psutil.Process().children()
            figures: dict[str, Any] = {
                "rows": settings.rows,
                "first_after_a_start": measure(url, Opening(), 1)[0],
                "opened_again": measure(url, Opening(), 3),
                "from_another_page": measure(url, Opening(from_another_page=True), 3),
                "words_first": measure(url, Opening("Why"), 1)[0],
                "resident_mb": server.memory_info().rss // 2**20,
                "load_average": psutil.getloadavg()[0],
            }
    print(json.dumps(figures, indent=1))
    for name in ("opened_again", "from_another_page"):
        print(f"{name}: {statistics.median(each['seconds'] for each in figures[name])} s")
    if settings.record:
        settings.record.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main(tyro.cli(Settings))
