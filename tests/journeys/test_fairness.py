"""Moderation that is fair and seen to be: talks before acts, appeals, and what everybody can read."""

import csv
import io
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from forum.admin.demo.loading import PASSWORD
from tests.journeys.conftest import RunningForum

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]


def test_a_facilitator_talks_first_and_who_flagged_is_told_what_came_of_it(
    visit: Visit, forum: RunningForum
) -> None:
    words = f"sturm{uuid.uuid4().hex[:8]}"
    anna, ben, grace = visit("member"), visit("member2"), visit("facilitator")
    anna.goto("/new-topic?category=strategies")
    anna.fill("[name=title]", f"A loud {words}")
    anna.fill("[name=body]", f"Nobody who says {words} has understood anything.")
    anna.click("main form.composer button[name=submit]:not(.default-act)")
    anna.wait_for_url("**/t/**")
    [(post,)] = forum.ask(
        "SELECT p.id FROM posts p JOIN threads t ON t.id = p.thread_id WHERE t.title LIKE ?",
        f"%{words}%",
    )
    ben.goto(f"/p/{post}/flag")
    ben.check("[name=rule] >> nth=0")
    ben.fill("[name=because]", f"This is unkind: {words}.")
    ben.click("main button.primary")
    ben.wait_for_url("**/t/**")
    ben.goto("/my-flags")
    mine = ben.locator(".own-flag", has_text=words)
    expect(mine).to_contain_text("Open")
    grace.goto("/review?kind=flags")
    item = grace.locator(".review-item", has_text=words)
    item.locator("a", has_text="Talk with the author first").click()
    grace.wait_for_url("**/talk")
    grace.fill("[name=body]", f"What did you want to say with {words}?")
    grace.click("main button.primary")
    grace.wait_for_url("**/t/conversation/**")
    anna.goto(grace.url)
    expect(anna.locator("main")).to_contain_text(f"What did you want to say with {words}?")
    ben.reload()
    expect(mine).to_contain_text("Talked")
    grace.goto("/review?kind=flags")
    item.locator("[name=because]").fill(f"We talked about {words}.")
    item.locator("button[value=kept]").click()
    grace.wait_for_url("**/review")
    ben.goto("/notifications")
    ben.locator("main .told-words", has_text=words).first.click()
    ben.wait_for_url("**/my-flags")
    expect(mine).to_contain_text("Resolved")
    expect(mine).to_contain_text(f"We talked about {words}.")
    assert forum.ask(
        "SELECT outcome, talked_at IS NOT NULL FROM review_items WHERE post_id = ?", post
    ) == [("kept", 1)]


def give_role(host: Page, handle: str, role: str) -> None:
    host.goto(f"/admin/members/{handle}")
    host.check(f"[name=role][value={role}]")
    host.locator("form[action$='/role'] button").click()
    host.wait_for_load_state()
    host.goto(f"/admin/members/{handle}")
    expect(host.locator(f"[name=role][value={role}]")).to_be_checked()


def test_who_is_suspended_appeals_and_a_different_facilitator_lifts_it(
    visit: Visit, forum: RunningForum, browser: Browser, scripts: bool
) -> None:
    reason = f"laut{uuid.uuid4().hex[:8]}"
    grace, other, host, anna = (
        visit(handle) for handle in ("facilitator", "facilitator2", "host", "member")
    )
    give_role(host, "facilitator2", "facilitator")
    grace.goto("/moderate/members/member2")
    grace.locator("summary", has_text="Suspend").click()
    form = grace.locator("form[action$='/suspend']")
    form.locator("[value='24-hours']").check()
    form.locator("[name=because]").fill(f"You were {reason}.")
    form.locator("button").click()
    expect(grace.locator("main")).to_contain_text("Suspended until")
    context = browser.new_context(java_script_enabled=scripts, base_url=forum.address)
    ben = context.new_page()
    ben.goto("/login")
    ben.fill("[name=login]", "member2")
    ben.fill("[name=password]", PASSWORD)
    ben.click("main button.primary")
    expect(ben.locator("main")).to_contain_text(reason)
    ben.click("text=ask for another look")
    ben.wait_for_url("**/appeal/**")
    ben.fill("[name=appeal]", f"I was quoting somebody {reason}.")
    ben.click("main button.primary")
    expect(ben.locator(".outcome.is-waiting")).to_contain_text("did not decide this")
    grace.goto("/review?kind=appeal")
    waiting = grace.locator(".review-item", has_text=reason)
    expect(waiting).to_contain_text("You laid this sanction yourself")
    other.goto("/review?kind=appeal")
    waiting = other.locator(".review-item", has_text=reason)
    waiting.locator("[name=because]").fill("It was a quotation.")
    waiting.locator("button[value=lifted]").click()
    other.wait_for_url("**/review")
    ben.reload()
    expect(ben.locator(".outcome").first).to_contain_text("A different facilitator lifted it")
    context.close()
    visit("member2")
    give_role(host, "facilitator2", "member")
    anna.goto("/moderation-log?act=appeal_lifted")
    expect(anna.locator(".log-entry").first).to_contain_text("Lifted a sanction on appeal")
    expect(anna.locator("main")).not_to_contain_text(reason)
    assert forum.ask(
        "SELECT outcome, counts FROM sanctions WHERE because LIKE ?", f"%{reason}%"
    ) == [("lifted", 0)]


def test_the_log_is_narrowed_and_taken_along_and_rights_stand_in_words(
    visit: Visit, forum: RunningForum
) -> None:
    word = f"ruhe{uuid.uuid4().hex[:8]}"
    grace, anna = visit("facilitator"), visit("member")
    [(thread, category)] = forum.ask(
        "SELECT t.id, c.id FROM threads t JOIN categories c ON c.id = t.category_id "
        "WHERE c.slug = 'strategies' AND t.closed_at IS NULL AND t.archived_at IS NULL "
        "AND t.ends_at IS NULL AND NOT t.is_reserved ORDER BY t.id DESC LIMIT 1"
    )
    grace.goto(f"/moderate/threads/{thread}")
    grace.locator("summary", has_text="Close").click()
    form = grace.locator("form[action$='/close']")
    form.locator("[name=because]").fill(f"=1+1 {word}")
    form.locator("button").click()
    grace.wait_for_load_state()
    for page, address in ((grace, "/moderation-log/full"), (anna, "/moderation-log")):
        page.goto(address)
        page.select_option("[name=act]", "thread_closed")
        page.fill("form.sieve [name=q]", word)
        page.click("form.sieve button")
        expect(page.locator(".log-entry")).to_have_count(1)
        with page.expect_download() as taken:
            page.click("text=Take this along")
        rows = list(csv.DictReader(io.StringIO(Path(taken.value.path()).read_text("utf-8-sig"))))
        assert [row["Reason"] for row in rows] == [f"'=1+1 {word}"]
        assert ("By" in rows[0]) is (page is grace)
    anna.goto(f"/c/strategies/{category}")
    anna.click("text=Who can do what here")
    anna.wait_for_url("**/who-can-do-what#category-**")
    expect(anna.locator("main")).to_contain_text("two facilitators of the community")
    assert forum.ask("SELECT count(*) FROM moderation_log WHERE words LIKE ?", f"%{word}%") == [
        (1,)
    ]
