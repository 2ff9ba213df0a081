"""Signing in with an account elsewhere: linked once, then used, with and without scripts."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.builders.openid import SECRET, free_port, real_provider
from tests.journeys.conftest import RunningForum, running_forum, sign_in
from tests.journeys.patience import be_patient

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def provided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningForum]:
    """Start a forum beside a real provider."""
    port = free_port()
    with real_provider(f"http://127.0.0.1:{port}/login/openid/back") as issuer:
        more = {
            "FOLKMOOT_OPENID_ISSUER": issuer,
            "FOLKMOOT_OPENID_CLIENT_ID": "folkmoot",
            "FOLKMOOT_OPENID_CLIENT_SECRET": SECRET,
            "FOLKMOOT_OPENID_LABEL": "Guild",
        }
        folder: Path = tmp_path_factory.mktemp("openid")
        with running_forum(folder, port, more) as started:
            yield started


@pytest.fixture
def come(browser: Browser, provided: RunningForum, scripts: bool) -> Iterator[Callable[[], Page]]:
    """Return what opens a browser of its own."""
    contexts = []

    def open_browser() -> Page:
        context = browser.new_context(java_script_enabled=scripts, base_url=provided.address)
        contexts.append(be_patient(context))
        return context.new_page()

    yield open_browser
    for context in contexts:
        context.close()


def be_at_provider(page: Page, login: str) -> None:
    """Sign in at the provider, and agree that it tells the forum."""
    page.wait_for_url("**/interaction/**")
    page.fill("[name=login]", login)
    page.fill("[name=password]", "anything")
    page.click("button[type=submit]")
    page.wait_for_selector("button[autofocus], button[type=submit]")
    page.click("button[type=submit]")


def test_account_elsewhere_is_linked_and_lets_in(
    come: Callable[[], Page], provided: RunningForum, scripts: bool
) -> None:
    handle = "member" if scripts else "member2"
    account = f"{handle}-elsewhere"
    page = come()
    sign_in(page, handle)
    page.goto("/preferences")
    page.click("text=Link an account")
    page.click("button:has-text('Link an account at Guild')")
    be_at_provider(page, account)
    expect(page.locator("h1")).to_have_text("Link this account?")
    page.click("main button.primary")
    expect(page.locator("main")).to_contain_text(f"{handle}@example.org")

    elsewhere = come()
    elsewhere.goto("/login")
    elsewhere.click("text=Sign in with Guild")
    be_at_provider(elsewhere, account)
    expect(elsewhere.locator(".site-account")).to_contain_text("menu")
    elsewhere.goto("/preferences")
    expect(elsewhere.locator(".sign-ins li")).to_have_count(2)
    provided.expect(
        [(1,)],
        "SELECT count(*) FROM openid_identities i JOIN members m ON m.id = i.member_id"
        " WHERE m.handle = ? AND last_used_at IS NOT NULL",
        handle,
    )

    stranger = come()
    stranger.goto("/login")
    stranger.click("text=Sign in with Guild")
    be_at_provider(stranger, f"stranger-{handle}")
    expect(stranger.locator("h1")).to_have_text("That did not work")
    expect(stranger.locator("main")).to_contain_text("belongs to no member here")
    stranger.goto("/latest")
    expect(stranger).to_have_url(re.compile("/login$"))

    page.goto("/preferences/openid")
    page.click("main li >> text=Remove")
    expect(page.locator("main")).to_contain_text("None is linked")
    provided.expect(
        [],
        "SELECT 1 FROM openid_identities i JOIN members m ON m.id = i.member_id WHERE m.handle = ?",
        handle,
    )


def test_way_that_is_given_up_is_a_page_to_go_on_from(
    come: Callable[[], Page], provided: RunningForum
) -> None:
    page = come()
    page.goto("/login")
    page.click("text=Sign in with Guild")
    page.wait_for_url("**/interaction/**")
    page.click("text=Cancel")
    expect(page.locator("main")).to_contain_text("without signing in there")
    page.click("text=Go to the sign-in page")
    sign_in(page, "facilitator")
    provided.expect([(0,)], "SELECT count(*) FROM openid_identities")
