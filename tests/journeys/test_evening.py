"""An evening in the forum, in a real browser, with scripts and without."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum
from tests.journeys.patience import lacks, reads, until

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]


def start_thread(page: Page, words: str) -> None:
    """Start a thread in Strategies whose title and text hold the words."""
    page.goto("/new-topic?category=strategies")
    page.fill("[name=title]", f"How do we work with {words}?")
    page.fill("[name=tags]", "journeys, remedies")
    page.fill("[name=body]", f"We tried **something** with {words}. Who has more?")
    page.click("main button.primary")
    page.wait_for_url("**/t/**")


def some_words() -> str:
    """Return words that stand nowhere else."""
    return f"zweig{uuid.uuid4().hex[:8]}"


def test_member_starts_a_thread_and_another_replies(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    start_thread(anna, words)
    address = anna.url
    ben.goto("/latest")
    ben.click(f"text={words}")
    ben.fill("#reply [name=body]", f"We have, and it took a year: {words}.")
    ben.click("#reply button.primary")
    ben.wait_for_url("**/2#post-2")
    anna.goto(address)
    expect(anna.locator("#post-2 .post-body")).to_have_text(
        re.compile(r"^\s*We have, and it took a year")
    )
    forum.expect(
        [(1, "member"), (2, "member2")],
        "SELECT p.number, m.handle FROM posts p JOIN members m ON m.id = p.author_id "
        "JOIN threads t ON t.id = p.thread_id WHERE t.title LIKE ? ORDER BY p.number",
        f"%{words}%",
    )


def test_member_quotes_a_post_with_attribution(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    start_thread(anna, words)
    ben.goto(anna.url)
    address = ben.get_attribute("#post-1 .act-quote", "href")
    assert address
    ben.goto(address)
    body = ben.input_value("[name=body]")
    assert body.startswith('[quote="member, post:1, topic:')
    ben.fill("[name=body]", body + "That is what I meant.")
    ben.click("main button.primary")
    ben.wait_for_url("**/2#post-2")
    anna.reload()
    quote = anna.locator("#post-2 aside.quote")
    expect(quote).to_contain_text(words, use_inner_text=True)
    link = quote.locator("a").first.get_attribute("href")
    assert link is not None
    assert link.split("#")[0].endswith("/1")
    (raw,) = forum.ask("SELECT raw FROM posts ORDER BY id DESC LIMIT 1")[0]
    assert raw.startswith("[quote=")


def test_new_post_is_found_by_another_member(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    start_thread(anna, words)

    def is_found() -> bool:
        ben.goto("/")
        ben.fill(".site-search [name=q]", words)
        ben.press(".site-search [name=q]", "Enter")
        ben.wait_for_url("**/search?q=**")
        return ben.locator("main").inner_text().count(words) > 1

    until(is_found)
    expect(ben.locator("main mark").first).to_be_visible()
    forum.expect([(1,)], "SELECT count(*) FROM threads WHERE title LIKE ?", f"%{words}%")


def test_flag_is_handled_and_the_post_withdrawn(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben, grace = visit("member"), visit("member2"), visit("facilitator")
    start_thread(anna, words)
    ben.goto(anna.url)
    ben.click("#post-1 .post-acts .menu:not(.menu-signs) summary")
    ben.click("#post-1 >> text=Flag")
    ben.check("[name=rule] >> nth=0")
    ben.fill("[name=because]", f"This names a client: {words}.")
    ben.click("main button.primary")
    forum.expect([(1,)], "SELECT count(*) FROM flags WHERE because LIKE ?", f"%{words}%")
    grace.goto("/review")
    item = grace.locator("article", has_text=words).first
    item.locator("[name=because]").fill("It names a client.")
    item.locator("button", has_text="withdraw").click()
    withdrawn = "SELECT count(*) FROM posts WHERE raw LIKE ? AND withdrawn_at IS NOT NULL"
    forum.expect([(1,)], withdrawn, f"%{words}%")
    anna.reload()
    reads(anna, "#post-1", "It names a client.")
    lacks(anna, "#post-1", words)
    query = (
        "SELECT p.withdrawn_at IS NOT NULL FROM posts p JOIN threads t ON t.id = p.thread_id "
        "WHERE t.title LIKE ?"
    )
    forum.expect([(1,)], query, f"%{words}%")


def test_wrong_post_is_shown_again_with_nothing_lost(visit: Visit, forum: RunningForum) -> None:
    anna = visit("member")
    before = forum.ask("SELECT count(*) FROM threads")
    anna.goto("/new-topic?category=strategies")
    anna.fill("[name=title]", "Six tags are too many")
    anna.fill("[name=tags]", "a1, b2, c3, d4, e5, f6")
    anna.fill("[name=body]", "A text that took an evening.")
    anna.click("main button.primary")
    anna.wait_for_selector(".errors")
    reads(anna, "main", "at most 5 tags")
    expect(anna.locator("[name=body]").first).to_have_value("A text that took an evening.")
    forum.expect(before, "SELECT count(*) FROM threads")


def test_thread_is_read_as_a_tree_and_remembered(visit: Visit, forum: RunningForum) -> None:
    anna = visit("member2")
    slug, id_ = forum.ask(
        "SELECT t.slug, t.id FROM threads t JOIN posts p ON p.thread_id = t.id "
        "WHERE p.parent_id IS NOT NULL GROUP BY t.id ORDER BY count(*) DESC LIMIT 1"
    )[0]
    # The bare address leads to where one left off.
    first_page = f"/t/{slug}/{id_}?page=1"
    anna.goto(first_page)
    anna.click("text=As a tree")
    anna.wait_for_selector(".posts-tree")
    anna.goto(first_page)
    expect(anna.locator(".posts-tree details.replies").first).to_be_attached()
    forum.expect([("tree",)], "SELECT thread_view FROM members WHERE handle = 'member2'")
    anna.click("text=In order")
    anna.wait_for_selector(".posts:not(.posts-tree)")
