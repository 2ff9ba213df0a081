"""Proving with more than a password: an app for codes with and without scripts, and a passkey."""

import re
import time
from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PASSWORD, RunningForum, sign_in
from tests.journeys.patience import be_patient

pytestmark = pytest.mark.browser


def type_sign_in(page: Page, handle: str) -> None:
    page.goto("/login")
    page.fill("[name=login]", handle)
    page.fill("[name=password]", PASSWORD)
    page.click("main form:not([data-passkey]) button.primary")


def next_code(secret: str, *, but: str) -> str:
    """Return the app's next code: one that was used is not taken again."""
    app = pyotp.TOTP(secret)
    # A clock that is a step ahead is allowed for.
    code = app.now() if app.now() != but else app.at(time.time() + app.interval)
    assert code != but
    return code


def set_up_app(page: Page) -> tuple[str, str, list[str]]:
    """Set an app up, and return its secret, the code that was used, and the recovery codes."""
    page.goto("/second-factor")
    page.click("text=Set up an app")
    secret = re.sub(r"\s", "", page.inner_text(".key code"))
    code = pyotp.TOTP(secret).now()
    page.fill("[name=code]", code)
    page.click("text=Take the app into use")
    expect(page.locator(".recovery-codes code")).to_have_count(10)
    codes = page.locator(".recovery-codes code").all_inner_texts()
    return secret, code, codes


def sign_out(page: Page) -> None:
    page.goto("/preferences")
    page.locator(".site-account details > summary").last.click()
    page.click("text=Sign out >> visible=true")
    page.wait_for_url("**/login")


def test_app_and_recovery_code_let_in(
    visit: Callable[[str], Page], forum: RunningForum, scripts: bool
) -> None:
    handle = "host2" if scripts else "facilitator2"
    page = visit(handle)
    secret, used, codes = set_up_app(page)
    try:
        assert len(codes) == 10
        sign_out(page)
        type_sign_in(page, handle)
        expect(page.locator("h1")).to_have_text("One more step")
        page.fill("[name=code]", used)
        page.click("main button.primary")
        expect(page.locator(".errors")).to_contain_text("used already")
        page.fill("[name=code]", codes[0])
        page.click("main button.primary")
        expect(page.locator(".site-account")).to_contain_text("menu")
        forum.expect(
            [(9,)],
            "SELECT count(*) FROM recovery_codes r JOIN members m ON m.id = r.member_id"
            " WHERE m.handle = ? AND used_at IS NULL",
            handle,
        )
        sign_out(page)
        type_sign_in(page, handle)
        page.fill("[name=code]", next_code(secret, but=used))
        page.click("main button.primary")
        expect(page.locator(".site-account")).to_contain_text("menu")
    finally:
        page.goto("/second-factor")
        page.click("text=Remove the app")
    forum.expect([], "SELECT handle FROM members WHERE second_factor_since IS NOT NULL")


def test_passkey_lets_in_without_a_password(browser: Browser, forum: RunningForum) -> None:
    # Browsers give no passkey to an address without a name.
    context = browser.new_context(base_url=forum.address.replace("127.0.0.1", "localhost"))
    page = be_patient(context).new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    sign_in(page, "host2")
    page.goto("/second-factor")
    page.fill("[name=name]", "My laptop")
    page.click("text=Add a passkey")
    expect(page.locator(".recovery-codes code")).to_have_count(10)
    try:
        sign_out(page)
        page.click("text=Sign in with a passkey")
        expect(page.locator(".site-account")).to_contain_text("menu")
        forum.expect([(1,)], "SELECT count(*) FROM passkeys WHERE last_used_at IS NOT NULL")
        sign_out(page)
        type_sign_in(page, "host2")
        page.click("text=Use a passkey")
        expect(page.locator(".site-account")).to_contain_text("menu")
    finally:
        page.goto("/second-factor")
        page.click("main li >> text=Remove")
    expect(page.locator("main")).to_contain_text("Set up an app")
    forum.expect([], "SELECT * FROM passkeys")
    context.close()
