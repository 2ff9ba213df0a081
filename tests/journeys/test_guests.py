"""A guest: invited into one thread, there to read and reply, and gone the moment it ends."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import RunningForum
from tests.journeys.patience import be_patient, until

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True], indirect=True, ids=["with scripts"])
def test_guest_comes_replies_and_is_gone_at_once(
    visit: Callable[[str], Page], browser: Browser, forum: RunningForum
) -> None:
    author = visit("member")
    author.goto("/new-topic?category=strategies")
    author.fill("[name=title]", "What an actuary can tell us about pensions")
    author.fill("[name=body]", "We look for somebody who can count.")
    author.click("main button.primary")
    author.wait_for_url("**/t/**")
    [(thread_id,)] = forum.ask("SELECT id FROM threads WHERE title LIKE 'What an actuary%'")
    author.goto(f"/t/{thread_id}/guests")
    author.fill("[name=email]", "sum@example.org")
    author.fill("[name=until]", "2000-01-01")
    author.click("main button.primary")
    expect(author.locator("main")).to_contain_text("This day is past")
    expect(author.locator("[name=email]").first).to_have_value("sum@example.org")
    author.fill(
        "[name=until]", author.evaluate("new Date(Date.now()+864e5).toISOString().slice(0,10)")
    )
    author.click("main button.primary")
    expect(author.locator("main")).to_contain_text("on its way to sum@example.org")

    guest = be_patient(browser.new_context(base_url=forum.address)).new_page()
    letter = guest.locator("main li", has_text="sum@example.org").locator("a")
    until(lambda: guest.goto("/outbox") and letter.count())
    letter.first.click()
    guest.click("main a[href*='/invites/']")
    expect(guest.locator("main")).to_contain_text("What an actuary can tell us")
    guest.fill("[name=name]", "Sum Okafor-Lind")
    guest.fill("[name=handle]", "sum")
    guest.fill("[name=password]", "four quiet lanterns in a row")
    guest.click("main button.primary")
    guest.click("main >> text=What an actuary can tell us")
    guest.fill("[name=body]", "I can count.")
    guest.click("main button.primary[name=submit]")
    expect(guest.locator("main")).to_contain_text("I can count.")
    expect(guest.locator("meta[name=folkmoot-live]")).to_have_count(1)

    author.goto(f"/t/{thread_id}/guests/sum")
    author.click("text=End the visit")
    expect(author.locator("main")).not_to_contain_text("End the visit")
    guest.goto(f"/t/{thread_id}")
    expect(guest.locator("h1")).to_have_text("Your visit has ended")
    expect(guest.locator("main")).not_to_contain_text("actuary")
    guest.context.close()
