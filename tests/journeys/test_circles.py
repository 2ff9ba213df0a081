"""A hidden circle: who is in it speaks, and others meet it nowhere; scripts on and off."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import RunningForum
from tests.journeys.patience import reads

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]


def begin_hidden_circle(page: Page, name: str, convener: str) -> None:
    """Begin a hidden circle that somebody else convenes."""
    page.goto("/g")
    page.click("text=Begin a circle")
    page.fill("[name=conveners]", f"@{convener}")
    page.fill("[name=name]", name)
    page.check("[name=admission][value=invitation]")
    page.check("[name=is_hidden]")
    page.click("main form.form button.primary")
    page.wait_for_url("**/g")


def take_aside(page: Page, words: str) -> str:
    """Start a thread that all members read, and take it into the circle in one act."""
    page.goto("/new-topic?category=commons")
    page.fill("[name=title]", f"Aside {words}")
    page.fill("[name=body]", f"Rather between us: {words}.")
    page.click("main form.composer button[name=submit]:not(.default-act)")
    page.wait_for_url("**/t/**")
    thread = page.url
    page.goto(f"/t/{thread.split('/')[5]}/aside")
    page.check(f"label:has-text('Notes {words}') >> input")
    page.click("text=Move the thread")
    page.wait_for_url("**/t/aside-**")
    reads(page, "main", f"Notes {words}")
    return thread


def test_a_hidden_circle_speaks_and_nobody_else_meets_it(visit: Visit, forum: RunningForum) -> None:
    words = f"leise{uuid.uuid4().hex[:8]}"
    fay, anna, ben, hugo = visit("facilitator"), visit("member"), visit("member2"), visit("host")
    begin_hidden_circle(fay, f"Circle {words}", "member")
    anna.goto("/g")
    anna.click(f"text=Circle {words}")
    address = anna.url
    anna.click("text=New category of the circle")
    anna.fill("[name=name]", f"Notes {words}")
    anna.click("main form.form button.primary")
    anna.wait_for_url(address)
    anna.click("main .acts >> text=People")
    anna.fill("[name=handle] >> nth=0", "member2")
    anna.click("main form.form button.primary")
    ben.goto("/for-you")
    ben.click(f"text=You are invited into the circle Circle {words}")
    ben.click("text=Come in")
    ben.wait_for_url(address)
    ben.click(f"main >> text=Notes {words}")
    category = ben.url
    ben.click("main a[href^='/new-topic']")
    ben.fill("[name=title]", f"About {words}")
    ben.fill("[name=body]", f"Between us in the circle: **{words}**.")
    ben.click("main form.composer button[name=submit]:not(.default-act)")
    ben.wait_for_url("**/t/**")
    thread = ben.url
    anna.goto(thread)
    reads(anna, "#post-1 .post-body", words)
    aside = take_aside(ben, words)
    for page in (fay, hugo):
        for place in (thread, aside, address, category):
            answer = page.goto(place)
            assert answer is not None
            assert answer.status == 404
        for place in (
            "/",
            "/g",
            f"/search?q={words}",
            "/u/member2/activity",
            "/moderation-log",
            "/for-you",
        ):
            page.goto(place)
            assert f"About {words}" not in page.content()
            assert f"Aside {words}" not in page.content()
            assert f"Notes {words}" not in page.content()
            assert f"Circle {words}" not in page.content()
    hugo.goto("/admin/categories")
    assert f"Notes {words}" not in hugo.content()
    hugo.goto("/admin/groups")
    assert f"Circle {words}" not in hugo.content()
    forum.expect(
        [("member", 1), ("member2", 0)],
        "SELECT m.handle, gm.is_convener FROM group_members gm "
        'JOIN members m ON m.id = gm.member_id JOIN "groups" g ON g.id = gm.group_id '
        "WHERE g.name = ? ORDER BY m.handle",
        f"Circle {words}",
    )
