"""What facilitators do with threads and posts, and undo, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum
from tests.journeys.test_evening import some_words
from tests.journeys.test_marks import start_thread
from tests.journeys.test_moves import answer

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]
THREAD = re.compile(r"/t/[^/]+/\d+")


def number_of(address: str) -> str:
    return address.split("#", maxsplit=1)[0].rpartition("/")[2]


def open_act(page: Page, title: str) -> None:
    """Unfold one act on the page of a thread or a post."""
    page.locator("details.act-form > summary").get_by_text(title, exact=True).click()


def give_reason(page: Page, act: str, because: str) -> None:
    form = page.locator(f"form[action$='/{act}']")
    form.locator("[name=because]").fill(because)
    form.locator("button.primary").click()


def test_a_thread_is_slow_until_its_pace_is_undone(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, fay, ben = visit("member"), visit("facilitator"), visit("member2")
    address = start_thread(anna, words)
    fay.goto(f"/moderate/threads/{number_of(address)}")
    open_act(fay, "Slow the thread down")
    fay.fill("form[action$='/slow'] [name=amount]", "3")
    fay.select_option("form[action$='/slow'] [name=unit]", "hours")
    give_reason(fay, "slow", "It grew heated.")
    fay.wait_for_url(THREAD)
    answer(ben, address, f"My first one: {words}.")
    ben.goto(f"{address}/reply")
    ben.fill("[name=body]", f"My second one: {words}.")
    ben.click("main form.composer button[name=submit]:not(.default-act)")
    expect(ben.locator("main")).to_contain_text("You can write again on")
    expect(ben.locator("[name=body]")).to_have_value(f"My second one: {words}.")
    fay.goto(f"{address}?page=1")
    fay.locator(".act-line", has_text="made the thread slow").get_by_text("Undo").click()
    fay.locator("#done + ul li", has_text="Slowed a thread down").get_by_text("Undo").click()
    fay.fill("[name=because]", "It is calm again.")
    fay.click("main button.primary")
    fay.wait_for_url(THREAD)
    expect(fay.locator("main")).to_contain_text("let everybody write freely again")
    ben.click("main form.composer button[name=submit]:not(.default-act)")
    ben.wait_for_url("**#post-*")
    anna.goto(f"{address}?page=1")
    expect(anna.locator("main")).to_contain_text("My second one")
    expect(anna.locator(".act-line").get_by_text("Undo")).to_have_count(0)
    [(seconds,)] = forum.ask("SELECT slow_seconds FROM threads WHERE id = ?", number_of(address))
    assert seconds is None


def test_a_timer_a_note_and_a_notice_are_for_whom_they_are_meant(
    visit: Visit, forum: RunningForum
) -> None:
    words = some_words()
    anna, fay = visit("member"), visit("facilitator")
    address = start_thread(anna, words)
    thread_id = number_of(address)
    fay.goto(f"/moderate/threads/{thread_id}")
    open_act(fay, "Set a timer")
    fay.check("form[action$='/timer'] [name=kind][value=close]")
    fay.fill("form[action$='/timer'] [name=days]", "30")
    give_reason(fay, "timer", "By then it is settled.")
    fay.wait_for_url(THREAD)
    fay.goto(f"/moderate/threads/{thread_id}/notes")
    fay.fill("[name=words]", f"Let us be gentle here: {words}.")
    fay.click("main form.form button.primary")
    expect(fay.locator(".log-entry")).to_contain_text(f"gentle here: {words}")
    [(post_id,)] = forum.ask("SELECT id FROM posts WHERE thread_id = ?", thread_id)
    fay.goto(f"/moderate/posts/{post_id}")
    open_act(fay, "Put a notice above it")
    give_reason(fay, "notice", "The figures were corrected since.")
    fay.wait_for_url(THREAD)
    anna.goto(f"{address}?page=1")
    shown = anna.locator("main")
    expect(shown).to_contain_text("This thread will be closed, if nobody writes, 30 days after")
    expect(anna.locator("#post-1 .post-notice")).to_contain_text(
        "The figures were corrected since."
    )
    expect(shown).not_to_contain_text("gentle here")
    found = anna.goto(f"/moderate/threads/{thread_id}/notes")
    assert found is not None
    assert found.status == 404
    fay.goto(f"/moderate/threads/{thread_id}")
    open_act(fay, "Cancel a timer")
    give_reason(fay, "untimer", "It goes on well.")
    fay.wait_for_url(THREAD)
    anna.reload()
    expect(anna.locator("main")).not_to_contain_text("This thread will be closed")
    asked = "SELECT count(*) FROM thread_timers WHERE thread_id = ?"
    assert forum.ask(asked, thread_id) == [(0,)]


def test_posts_become_one_and_anothers(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, fay, ben = visit("member"), visit("facilitator"), visit("member2")
    address = start_thread(anna, words)
    thread_id = number_of(address)
    answer(ben, address, f"One half of {words}.")
    answer(ben, address, f"The other half of {words}.")
    fay.goto(f"/moderate/threads/{thread_id}")
    open_act(fay, "Merge posts of one author")
    fay.fill("form[action$='/merge-posts'] [name=numbers]", "2-3")
    give_reason(fay, "merge-posts", "It is one thought.")
    fay.wait_for_url(THREAD)
    anna.goto(f"{address}/3")
    expect(anna.locator("#post-2 .post-body")).to_contain_text(f"One half of {words}.")
    expect(anna.locator("#post-2 .post-body")).to_contain_text(f"The other half of {words}.")
    expect(anna.locator("#post-3")).to_have_count(0)
    asked = "SELECT id FROM posts WHERE thread_id = ? AND number = 2"
    [(post_id,)] = forum.ask(asked, thread_id)
    fay.goto(f"/moderate/posts/{post_id}")
    open_act(fay, "Make it another member's")
    fay.fill("form[action$='/owner'] [name=handle]", "@member")
    give_reason(fay, "owner", "She had dictated it.")
    fay.wait_for_url(THREAD)
    anna.goto(f"/p/{post_id}/edit")
    expect(anna.locator("[name=body]")).to_be_visible()
    ben.goto("/notifications")
    expect(ben.locator("main")).to_contain_text("changed whose post it is")
    ben.goto(f"/p/{post_id}/history")
    expect(ben.locator(".version").first).to_contain_text("by")
    [(handle,)] = forum.ask(
        "SELECT handle FROM members JOIN posts ON posts.author_id = members.id WHERE posts.id = ?",
        post_id,
    )
    assert handle == "member"


def test_several_threads_are_closed_at_once_and_one_is_opened_again(
    visit: Visit, forum: RunningForum
) -> None:
    words = some_words()
    anna, fay = visit("member"), visit("facilitator")
    one, other = start_thread(anna, f"{words} one"), start_thread(anna, f"{words} other")
    fay.goto("/latest")
    fay.click("text=Choose several")
    fay.wait_for_url("**/moderate/several")
    for address in (one, other):
        fay.check(f"[name=threads][value='{number_of(address)}']")
    fay.check("[name=act][value=close]")
    fay.fill("[name=because]", "Both are settled.")
    fay.click("main button.primary")
    expect(fay.locator("h1")).to_have_text("What was done")
    expect(fay.locator("main")).to_contain_text("2 of 2 threads.")
    fay.goto("/moderation-log/full?act=thread_closed")
    fay.locator(".log-entry", has_text=f"{words} one").get_by_text("Undo").click()
    fay.fill("[name=because]", "This one is not.")
    fay.click("main button.primary")
    fay.wait_for_url(THREAD)
    anna.goto(f"{one}?page=1")
    expect(anna.locator("main")).to_contain_text("opened the thread again")
    anna.goto(f"{other}?page=1")
    expect(anna.locator("main")).to_contain_text("This thread is closed.")
    asked = "SELECT id FROM threads WHERE closed_at IS NOT NULL AND id IN (?, ?)"
    assert forum.ask(asked, number_of(one), number_of(other)) == [(int(number_of(other)),)]
