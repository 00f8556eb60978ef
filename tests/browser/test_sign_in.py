"""Optional sign-in, with a provider on this machine: all see their own jobs and no others."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.jobs.journal import Journal
from dashboard.jobs.rows import Source, new_entry
from dashboard.reading.roles import guess_roles
from tests.browser.dashboard_process import dashboard
from tests.browser.oidc import free_port, provider

SECRETS = """
[auth]
redirect_uri = "{url}/oauth2callback"
cookie_secret = "only for this test"  # pragma: allowlist secret
client_id = "dashboard"
client_secret = "any"  # pragma: allowlist secret
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@pytest.fixture(scope="module")
def provider_url() -> Iterator[str]:
    with provider() as url:
        yield url


@pytest.fixture(scope="module")
def locked_url(provider_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard with sign-in, one job of Ann's, and an API that nobody has to ask."""
    folder = tmp_path_factory.mktemp("locked")
    port = free_port()
    secrets = SECRETS.format(url=f"http://127.0.0.1:{port}", provider=provider_url)
    (folder / "secrets.toml").write_text(secrets)
    add_job(folder / "jobs", "reviews-of-ann.csv", owner=f"{provider_url} ann@example.com")
    option = f"--secrets.files={folder / 'secrets.toml'}"
    with dashboard(folder, option, api_url="http://127.0.0.1:1", port=port) as url:
        yield url


def add_job(folder: Path, name: str, owner: str) -> None:
    journal = Journal(folder)
    table = pd.DataFrame({"review": ["A good film."]})
    entry = new_entry(table, guess_roles(table), Source.of(name, b""), owner)
    journal.add(entry, table)
    journal.set_state(entry.id, "done", "", 0)
    journal.close()


def signed_in(browser: Browser, url: str, name: str) -> Page:
    page = browser.new_context().new_page()
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    page.goto(f"{url}/batch")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_placeholder("sub").fill(name)
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


def test_nothing_is_shown_before_signing_in(browser: Browser, locked_url: str) -> None:
    page = browser.new_page()
    for address in ("", "batch", "about"):
        page.goto(f"{locked_url}/{address}")
        expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=60_000)
        expect(page.get_by_role("textbox")).to_have_count(0)
        expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
    page.close()


@pytest.mark.slow
def test_everybody_sees_their_own_jobs_only(browser: Browser, locked_url: str) -> None:
    ann = signed_in(browser, locked_url, "ann@example.com")
    ann.get_by_role("link", name="Batch").click()
    expect(ann.get_by_role("button", name="Open reviews-of-ann.csv")).to_be_visible()
    ann.get_by_role("button", name="Open").click()
    ann.wait_for_url("**/batch?job=*")
    bob = signed_in(browser, locked_url, "bob@example.com")
    bob.get_by_role("link", name="Batch").click()
    expect(bob.get_by_test_id("stFileUploader")).to_be_visible()
    expect(bob.get_by_text("reviews-of-ann")).to_have_count(0)
    bob.goto(ann.url)
    expect(bob.get_by_text("no job at this address")).to_be_visible()
    bob.get_by_role("button", name="Sign out").click()
    bob.get_by_role("button", name="End session").click()  # the provider's own page
    expect(bob.get_by_role("button", name="Sign in")).to_be_visible()
    ann.context.close()
    bob.context.close()
