"""What stops in the middle comes back: the dashboard itself, and the API behind it."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, expect

from serverless.model_process import free_port
from tests.browser.dashboard_process import dashboard
from tests.browser.scoring import start_scoring
from tests.browser.test_journey import downloaded

N = 10_000
TEXT = "The room was lovely and quiet, but breakfast was cold and the lift was out of order."


@pytest.mark.slow
def test_a_job_goes_on_after_the_dashboard_was_killed(quiet: Page, tmp_path: Path) -> None:
    path, port = tmp_path / "many.csv", free_port()
    path.write_text("\n".join(["review", *(f"{TEXT * 3} ({i})" for i in range(N))]))
    with dashboard(tmp_path, port=port) as url:
        quiet.goto(f"{url}/batch")
        quiet.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(path)
        start_scoring(quiet, N)
        kill(port)
    assert rows_done(tmp_path / "jobs") < N
    with dashboard(tmp_path, port=port):
        quiet.reload()
        expect(quiet.get_by_text("empty, wordless, too long or failed")).to_be_visible(
            timeout=180_000
        )
        rows = downloaded(quiet)
    assert [row["review"] for row in rows] == [f"{TEXT * 3} ({i})" for i in range(N)]
    assert {row["status"] for row in rows} == {"scored"}


def rows_done(data_dir: Path) -> int:
    with closing(sqlite3.connect(data_dir / "jobs.sqlite3")) as journal:
        return int(journal.execute("SELECT n_done FROM jobs").fetchone()[0])


def kill(port: int) -> None:
    """As a crash would: nothing can be tidied up."""
    listening = [each for each in psutil.net_connections("tcp") if each.status == "LISTEN"]
    (pid,) = {each.pid for each in listening if each.laddr and each.laddr.port == port}
    psutil.Process(pid).kill()


def test_an_api_that_is_away_is_told_and_found_again(quiet: Page, tmp_path: Path) -> None:
    port = free_port()
    with dashboard(tmp_path, api_url=f"http://127.0.0.1:{port}") as url:
        quiet.goto(url)
        expect(quiet.get_by_text("cannot be reached")).to_be_visible()
        expect(quiet.get_by_test_id("stException")).to_have_count(0)
        with api(port):
            quiet.get_by_role("button", name="Try again").click()
            quiet.get_by_role("button", name="A film I loved").click()
            expect(quiet.get_by_text("As the network reads on")).to_be_visible()


@contextmanager
def api(port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "serverless.stack", "--port", str(port), "--stop-with-parent"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdin
        process.stdout.readline()  # it is ready
        yield
        process.stdin.close()
