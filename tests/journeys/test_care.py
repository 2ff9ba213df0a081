"""Asks, who needs a reply, the welcome and buddies, in a browser with and without scripts."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from forum.kernel.clock import now
from tests.journeys.conftest import RunningForum

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]
ASK = "SELECT a.kind, a.state FROM asks a JOIN threads t ON t.id = a.thread_id WHERE t.title LIKE ?"
NUDGED = (
    "SELECT m.handle FROM nudges n JOIN members m ON m.id = n.member_id "
    "JOIN threads t ON t.id = n.thread_id WHERE t.title LIKE ?"
)
CLAIMED = (
    "SELECT m.handle FROM reply_claims c JOIN members m ON m.id = c.member_id "
    "JOIN posts p ON p.id = c.post_id JOIN threads t ON t.id = p.thread_id WHERE t.title LIKE ?"
)
BEGAN = (
    "SELECT count(*) FROM buddy_pairs p JOIN members a ON a.id = p.first_id "
    "JOIN members b ON b.id = p.second_id "
    "WHERE p.began_at IS NOT NULL AND (a.handle || ' ' || b.handle) IN (?, ?)"
)
WELCOME = (
    "SELECT w.rules_at IS NOT NULL, w.stopped_at IS NOT NULL FROM welcomes w "
    "JOIN members m ON m.id = w.member_id WHERE m.handle = ?"
)


def begin(page: Page, title: str, ask: str, needed_by: str = "") -> None:
    """Start a thread, which asks for help."""
    page.goto("/new-topic?category=strategies")
    page.fill("[name=title]", title)
    page.fill("[name=body]", "Who of you has done this, and what did it take?")
    page.select_option("[name=ask]", ask)
    page.fill("[name=needed_by]", needed_by)
    page.click("main form.composer button[name=submit]:not(.default-act)")
    expect(page.locator("main h1")).to_have_text(title)


def test_a_thread_asks_is_found_among_the_asks_and_is_answered(
    visit: Visit, forum: RunningForum
) -> None:
    title = f"A letter about {uuid.uuid4().hex[:8]}"
    anna, ben = visit("member"), visit("member2")
    begin(anna, title, ask="template")
    ben.goto("/asks?kind=template")
    expect(ben.locator("tr", has_text=title)).to_contain_text("asks for a template")
    ben.click(f"a.thread-title:has-text('{title}')")
    expect(ben.locator(".ask-state")).to_contain_text("open")
    anna.click(".ask-state button")
    expect(anna.locator(".ask-state")).to_contain_text("answered")
    forum.expect([("template", "answered")], ASK, title)
    ben.reload()
    expect(ben.locator(".ask-state")).to_contain_text("answered")


def test_a_facilitator_sees_to_who_needs_a_reply_and_asks_somebody_to_look(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    # Each of the two runs asks somebody else: nobody is asked twice in a week.
    helper, topic = ("member2", "posted workers") if scripts else ("host2", "visas")
    title = f"About {topic} {uuid.uuid4().hex[:8]}"
    anna, fay, ben = visit("member"), visit("facilitator"), visit(helper)
    # What is needed soon stands on the first page, whatever else waits.
    soon = (now() + timedelta(days=2)).date().isoformat()
    begin(anna, title, ask="experience", needed_by=soon)
    fay.goto("/needs-reply")
    item = fay.locator(".review-item", has_text=title)
    item.get_by_text("I see to it").click()
    expect(fay.locator("main")).to_contain_text("Yours until")
    fay.locator(f".helpers li:has(a[href='/u/{helper}']) button").click()
    expect(fay.locator("main")).to_contain_text("is asked to look")
    forum.expect([("facilitator",)], CLAIMED, title)
    forum.expect([(helper,)], NUDGED, title)
    ben.goto("/notifications")
    ben.locator("main a.told", has_text=title).click()
    expect(ben.locator("main h1")).to_have_text(title)


def test_two_are_buddies_when_both_say_yes(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    # Each run pairs two others: the same two are never proposed twice.
    one, other = ("member2", "facilitator2") if scripts else ("host", "member2")
    fay, first, second = visit("facilitator"), visit(one), visit(other)
    for page in (first, second):
        page.goto("/buddies")
        page.get_by_role("button", name="I would like a buddy").click()
        expect(page.locator("main")).to_contain_text("You would like a buddy")
    fay.goto("/buddies/propose")
    card = fay.locator(".review-item", has=fay.locator(f"h2 a[href='/u/{one}']"))
    card.locator(f"li:has(a[href='/u/{other}']) button").click()
    expect(fay.locator("main")).to_contain_text("Both are asked")
    for page in (first, second):
        page.goto("/for-you")
        page.get_by_text("as your buddy?").click()
        page.get_by_role("button", name="Yes", exact=True).click()
    expect(second.locator("main")).to_contain_text("Your buddies")
    first.reload()
    expect(first.locator(f"main li a[href='/u/{other}']")).to_be_visible()
    assert forum.ask(BEGAN, f"{one} {other}", f"{other} {one}") == [(1,)]


def test_who_joins_is_welcomed_until_they_stop_it(
    visit: Visit, browser: Browser, forum: RunningForum, scripts: bool
) -> None:
    handle, fay = f"new{uuid.uuid4().hex[:8]}", visit("facilitator")
    fay.goto("/invites")
    fay.fill("[name=note]", "Come and see.")
    fay.click("main form.form button.primary")
    link = fay.input_value("#link")
    context = browser.new_context(java_script_enabled=scripts, base_url=forum.address)
    nora = context.new_page()
    nora.goto(link)
    for name, value in (
        ("name", "Nora"),
        ("handle", handle),
        ("password", "three odd clocks sing"),
    ):
        nora.fill(f"[name={name}]", value)
    nora.click("main form button.primary")
    nora.goto("/")
    box = nora.locator(".welcome-box")
    box.locator("li", has_text="Read our rules").get_by_role("button", name="Done").click()
    expect(box.locator("li", has_text="Read our rules")).to_contain_text("done")
    nora.goto("/welcome/hello")
    nora.click("main button.primary")
    expect(nora.locator("[name=title]")).to_have_value("Hello from Nora")
    nora.select_option("[name=category]", label="Commons")
    nora.click("main form.composer button[name=submit]:not(.default-act)")
    expect(nora.locator("main h1")).to_have_text("Hello from Nora")
    fay.goto("/needs-reply")
    hello = fay.locator(".review-item", has=fay.locator(f"a[href='/u/{handle}']"))
    expect(hello).to_contain_text("new here")
    nora.goto("/")
    expect(box.locator("li", has_text="Say hello")).to_contain_text("done")
    box.get_by_role("button", name="Stop the welcome").click()
    expect(nora.locator("main")).to_contain_text("The welcome has ended")
    expect(box).to_have_count(0)
    forum.expect([(1, 1)], WELCOME, handle)
    context.close()
