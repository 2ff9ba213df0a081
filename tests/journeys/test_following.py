"""Two readers who follow, mute and are told, in a real browser, with scripts and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum
from tests.journeys.patience import lacks, reads, until
from tests.journeys.test_evening import Visit, some_words, start_thread

pytestmark = pytest.mark.browser


def bell_says(page: Page, words: str) -> bool:
    """Load the page anew, open the bell, and tell whether it says this."""
    page.goto("/categories")
    page.click(".bell > summary")
    return words in page.inner_text(".bell .menu-items")


def test_member_is_told_of_a_mention_and_reads_it(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    start_thread(anna, words)
    ben.goto(anna.url)
    ben.fill("#reply [name=body]", f"What about {words}, @member?")
    ben.click("#reply button.primary")
    ben.wait_for_url("**/2#post-2")
    until(lambda: bell_says(anna, f"mentioned you in How do we work with {words}?"))
    anna.click(f".bell a:has-text('{words}')")
    anna.wait_for_url("**/2#post-2")
    lacks(anna, ".bell", words)
    rows = "SELECT n.cause, n.read_at IS NOT NULL FROM notifications n JOIN posts p "
    rows += "ON p.id = n.post_id WHERE p.raw LIKE ?"
    forum.expect([("mentioned", 1)], rows, f"%{words}, @member%")
    anna.goto("/for-you")
    reads(anna, "main", words)
    anna.goto(ben.url.split("#")[0])
    address = anna.get_attribute("#post-2 .act-reply", "href")
    assert address
    anna.goto(address)
    anna.fill("[name=body]", f"We go slowly with {words}.")
    anna.click("main button.primary")
    anna.wait_for_url("**/3#post-3")
    anna.goto("/for-you")
    lacks(anna, "main", words)
    until(lambda: bell_says(ben, f"replied to you in How do we work with {words}?"))


def test_bell_of_an_open_page_shows_what_is_new(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    start_thread(ben, words)
    anna.goto("/t/welcome/1")
    ben.fill("#reply [name=body]", f"Can you help with {words}, @member?")
    ben.click("#reply button.primary")
    ben.wait_for_url("**/2#post-2")
    told = (
        "SELECT count(*) FROM notifications n JOIN posts p ON p.id = n.post_id WHERE p.raw LIKE ?"
    )
    forum.expect([(1,)], told, f"%{words}, @member%")
    if not scripts:
        anna.reload()
    line = anna.locator(".bell .told", has_text=words)
    line.wait_for(state="attached")
    expect(anna.locator(".bell .count").first).to_have_text(re.compile(r"\d"))


def test_muted_thread_leaves_the_list_of_one_reader_alone(
    visit: Visit, forum: RunningForum
) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    start_thread(ben, words)
    anna.goto(ben.url)
    anna.click(".following summary")
    anna.click(".following [value=muted]")
    anna.wait_for_selector(".following summary:has-text('Muted')")
    row = "SELECT f.following FROM thread_followings f JOIN threads t ON t.id = f.thread_id "
    row += "JOIN members m ON m.id = f.member_id WHERE m.handle = 'member' AND t.title LIKE ?"
    forum.expect([(0,)], row, f"%{words}%")
    anna.goto("/latest")
    lacks(anna, "main", words)
    ben.goto("/latest")
    reads(ben, "main", words)
    anna.goto("/following?following=muted")
    anna.select_option(f"li:has-text('{words}') select", "usual")
    anna.click(f"li:has-text('{words}') button")
    anna.wait_for_selector(".notice")
    anna.goto("/latest")
    reads(anna, "main", words)


def test_keys_do_what_they_say_until_they_are_switched_off(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    anna, words = visit("member"), some_words()
    anna.goto("/keys")
    reads(anna, "main", "to the next post or thread")
    if scripts:
        press_some(anna, words)
    anna.goto("/keys")
    anna.click("button[name=keys]")
    anna.wait_for_selector("text=Keys are off, on all your devices.")
    forum.expect([(0,)], "SELECT keys FROM members WHERE handle = 'member'")
    anna.goto("/categories")
    anna.keyboard.press("g")
    anna.keyboard.press("l")
    assert anna.url.endswith("/categories")
    anna.goto("/keys")
    anna.click("button[name=keys]")
    anna.wait_for_selector("text=Keys are on.")
    forum.expect([(1,)], "SELECT keys FROM members WHERE handle = 'member'")


def press_some(page: Page, words: str) -> None:
    start_thread(page, words)
    page.keyboard.press("j")
    expect(page.locator("#post-1")).to_be_focused()
    page.keyboard.press("m")
    page.keyboard.press("t")
    page.wait_for_selector(".following summary:has-text('Tracking')")
    page.wait_for_selector("#said:has-text('You track this thread')")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open] dt")
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.keyboard.press("n")
    page.wait_for_selector(".bell[open]")
    page.keyboard.press("Escape")
    page.fill("#reply [name=body]", "g l j k")
    page.focus("#reply [name=body]")
    page.keyboard.press("?")
    expect(page.locator("#reply [name=body]")).to_have_value(re.compile(r"\?$"))
    page.fill("#reply [name=body]", "")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/latest")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/t/**")
