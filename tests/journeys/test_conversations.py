"""Two members speak where a third, a facilitator and a host see nothing; scripts on and off."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum
from tests.journeys.patience import lacks, reads

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]


def write_to(page: Page, handle: str, words: str) -> str:
    """Begin a conversation from somebody's page, and return its address."""
    page.goto(f"/u/{handle}")
    page.click(".talking-to a.button")
    expect(page.locator("[name=to]").first).to_have_value(f"@{handle}")
    page.fill("[name=title]", f"About {words}")
    page.fill("[name=body]", f"Between us: **{words}**.")
    page.click("main form.composer button[name=submit]:not(.default-act)")
    page.wait_for_url("**/t/conversation/**")
    return page.url


def test_two_members_speak_and_nobody_else_sees_it(visit: Visit, forum: RunningForum) -> None:
    words = f"leise{uuid.uuid4().hex[:8]}"
    anna, ben, grace = visit("member"), visit("member2"), visit("facilitator")
    address = write_to(anna, "member2", words)
    ben.goto("/messages")
    ben.click(f".conversation-title >> text=About {words}")
    ben.fill("#reply [name=body]", "I read you.")
    ben.click("#reply button.primary")
    ben.wait_for_url("**/2#post-2")
    anna.goto("/messages")
    reads(anna, ".conversation:first-child", "1 unread")
    anna.goto(address)
    expect(anna.locator("#post-2 .post-body").first).to_have_text(
        "I read you.", use_inner_text=True
    )
    for place in (
        address,
        "/latest",
        "/new",
        f"/search?q={words}",
        "/u/member/activity",
        "/review",
    ):
        answer = grace.goto(place)
        assert answer is not None
        assert answer.status == (404 if place == address else 200)
        assert f"About {words}" not in grace.content()
    forum.expect(
        [("member",), ("member2",)],
        "SELECT m.handle FROM thread_people p JOIN members m ON m.id = p.member_id "
        "JOIN threads t ON t.id = p.thread_id WHERE t.title = ? AND t.category_id IS NULL "
        "ORDER BY m.handle",
        f"About {words}",
    )


def test_somebody_is_brought_in_and_another_leaves(visit: Visit, forum: RunningForum) -> None:
    words = f"leise{uuid.uuid4().hex[:8]}"
    anna, ben, hugo = visit("member"), visit("member2"), visit("host")
    address = write_to(anna, "member2", words)
    missing = hugo.goto(address)
    assert missing is not None
    assert missing.status == 404
    anna.click("text=Bring somebody in")
    anna.fill("[name=to]", "@host")
    anna.click("main form.form button.primary")
    anna.wait_for_url("**/t/conversation/**")
    hugo.goto(address)
    reads(hugo, "#post-1 .post-body", words)
    reads(hugo, ".small-line", "brought in")
    ben.goto(address)
    ben.click(".participant-acts >> text=Leave")
    ben.click("button.danger")
    ben.wait_for_url("**/messages")
    gone = ben.goto(address)
    assert gone is not None
    assert gone.status == 404
    anna.goto(address)
    reads(anna, "main .thread-main", "left")
    forum.expect(
        [("host", 1), ("member", 1), ("member2", 0)],
        "SELECT m.handle, p.left_at IS NULL FROM thread_people p "
        "JOIN members m ON m.id = p.member_id JOIN threads t ON t.id = p.thread_id "
        "WHERE t.title = ? ORDER BY m.handle",
        f"About {words}",
    )


def test_posts_of_the_ignored_are_folded_and_opened_by_hand(
    visit: Visit, forum: RunningForum
) -> None:
    ben = visit("member2")
    slug, id_, number = forum.ask(
        "SELECT t.slug, t.id, p.number FROM posts p JOIN threads t ON t.id = p.thread_id "
        "JOIN members m ON m.id = p.author_id WHERE m.handle = 'host2' "
        "AND p.withdrawn_at IS NULL AND t.category_id IS NOT NULL ORDER BY p.id LIMIT 1"
    )[0]
    ben.goto("/u/host2")
    ben.click(".talking-to >> text=Ignore")
    ben.click("main button.primary")
    ben.goto(f"/t/{slug}/{id_}/{number}")
    post = ben.locator(f"#post-{number}")
    expect(post).to_contain_text("Somebody you ignore", use_inner_text=True)
    expect(post.locator(".post-body").first).to_be_hidden()
    post.locator("details.ignored > summary").click()
    expect(post.locator(".post-body").first).to_be_visible()
    pairs = (
        "SELECT a.handle, b.handle FROM ignored_members i JOIN members a ON a.id = i.member_id "
        "JOIN members b ON b.id = i.ignored_id"
    )
    forum.expect([("member2", "host2")], pairs)
    ben.goto("/preferences")
    ben.click("text=Hear from them again")
    ben.wait_for_url("**/preferences**")
    forum.expect([], pairs)
    host = visit("host2")
    host.goto(f"/t/{slug}/{id_}/{number}")
    lacks(host, f"#post-{number} .post-head", "ignore")
