"""Marks that members set, in a real browser, with scripts and without."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum
from tests.journeys.patience import lacks, reads
from tests.journeys.test_evening import some_words

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]
REACTIONS = (
    "SELECT r.sign, m.handle FROM reactions r JOIN members m ON m.id = r.member_id "
    "JOIN posts p ON p.id = r.post_id JOIN threads t ON t.id = p.thread_id WHERE t.title LIKE ? "
    "ORDER BY r.given_at"
)


def start_thread(page: Page, words: str, category: str = "strategies") -> str:
    """Start a thread and return its address."""
    page.goto(f"/new-topic?category={category}")
    page.fill("[name=title]", f"What about {words}?")
    page.fill("[name=body]", f"We tried something with {words}. Who has more?")
    page.click("main button.primary")
    page.wait_for_url(re.compile(r"/t/[^/]+/\d+$"))
    return page.url


def reply(page: Page, address: str, words: str) -> None:
    """Reply on the page made for it, which is there with scripts and without."""
    page.goto(f"{address}/reply")
    page.fill("[name=body]", f"We have: {words}.")
    page.click("main button.primary")
    page.wait_for_url("**#post-*")


def shows_reactions(page: Page, words: str) -> None:
    """Wait until these are the words of the reactions to the first post."""
    expect(page.locator("#post-1 .reactions")).to_have_text(words, use_inner_text=True)


def test_reaction_is_given_seen_and_taken_back(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    address = start_thread(anna, words)
    ben.goto(address)
    ben.click("#post-1 .act-thanks")
    ben.wait_for_selector("#post-1 .reactions [aria-pressed=true]")
    forum.expect([("thanks", "member2")], REACTIONS, f"%{words}%")
    anna.goto(address)
    shows_reactions(anna, "Thanks 1 Who")
    anna.click("#post-1 .reactions a")
    reads(anna, "main", "Łukasz")
    ben.click("#post-1 .menu-signs summary")
    ben.click("#post-1 .menu-signs button[value=learned]")
    ben.wait_for_selector("#post-1 .reactions [value=learned]")
    ben.click("#post-1 .reactions [value=thanks]")
    ben.wait_for_selector("#post-1 .act-thanks")
    forum.expect([("learned", "member2")], REACTIONS, f"%{words}%")
    anna.goto(address)
    shows_reactions(anna, "Learned 1 Who")


def test_reflection_counts_nothing(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben, grace = visit("member"), visit("member2"), visit("facilitator")
    address = start_thread(anna, words, "power-and-reflection")
    ben.goto(address)
    ben.click("#post-1 .menu-signs summary")
    ben.click("#post-1 .menu-signs button[value=heard]")
    ben.wait_for_selector("#post-1 .reactions [aria-pressed=true]")
    forum.expect([("heard", "member2")], REACTIONS, f"%{words}%")
    grace.goto(address)
    expect(grace.locator("#post-1 .reactions")).to_have_count(0)
    anna.goto(address)
    shows_reactions(anna, "Heard")


def test_bookmark_reminds_and_only_its_owner_sees_it(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    address = start_thread(anna, words)
    ben.goto(address)
    ben.click("#post-1 .post-acts .menu:not(.menu-signs) summary")
    ben.click("#post-1 .act-bookmark")
    ben.fill("[name=note]", f"Ask about {words}.")
    ben.check("[name=when][value=week]")
    ben.click(".bookmark-form button.primary")
    ben.wait_for_selector("#post-1 .bookmarked")
    forum.expect(
        [(f"Ask about {words}.", 1, "discussion.remind")],
        "SELECT DISTINCT b.note, b.remind_at IS NOT NULL, o.kind FROM bookmarks b "
        "JOIN outbox o ON o.available_at = b.remind_at WHERE b.note LIKE ?",
        f"%{words}%",
    )
    ben.goto(f"/bookmarks?q={words}")
    reads(ben, ".bookmark", "Reminder on")
    anna.goto(address)
    expect(anna.locator(".bookmarked")).to_have_count(0)
    anna.goto("/bookmarks")
    lacks(anna, "main", words)
    ben.click(".bookmark-acts button")
    forum.expect([(0,)], "SELECT count(*) FROM bookmarks WHERE note LIKE ?", f"%{words}%")


def test_wrong_day_of_a_reminder_loses_nothing(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna = visit("member")
    address = start_thread(anna, words)
    anna.goto(address)
    anna.click("#post-1 .post-acts .menu:not(.menu-signs) summary")
    anna.click("#post-1 .act-bookmark")
    anna.fill("[name=note]", f"Later: {words}.")
    anna.check("[name=when][value=date]")
    anna.fill("[name=day]", "2020-01-01")
    anna.click(".bookmark-form button.primary")
    anna.wait_for_selector("#day-errors")
    reads(anna, "#day-errors", "past")
    expect(anna.locator("[name=note]").first).to_have_value(f"Later: {words}.")
    anna.check("[name=when][value=tomorrow]")
    anna.click(".bookmark-form button.primary")
    anna.wait_for_selector("#post-1 .bookmarked")
    query = "SELECT count(*) FROM bookmarks WHERE note LIKE ? AND remind_at IS NOT NULL"
    forum.expect([(1,)], query, f"%{words}%")


def test_asker_marks_the_answer_and_readers_find_it(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    address = start_thread(anna, words)
    reply(ben, address, words)
    anna.goto(address)
    anna.click("#post-2 .post-acts .menu:not(.menu-signs) summary")
    anna.click("#post-2 >> text=Mark as the answer")
    anna.wait_for_selector("#post-1 .answered-in")
    query = "SELECT answer_number FROM threads WHERE title LIKE ?"
    forum.expect([(2,)], query, f"%{words}%")
    ben.goto(address)
    ben.click("#post-1 .answered-in a")
    # Scripts go there without leaving the page.
    ben.wait_for_url(re.compile(r"/2(#post-2)?$"))
    expect(ben.locator("#post-2.is-the-answer")).to_have_count(1)
    ben.goto("/latest")
    expect(ben.locator("tr", has_text=words)).to_contain_text("answered", use_inner_text=True)


def test_summary_that_changed_meanwhile_shows_both_texts(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    address = start_thread(anna, words)
    reply(ben, address, words)
    for page in (anna, ben):
        page.goto(address)
        page.click("text=Write a summary")
    ben.fill("[name=decisions]", f"- Ben's {words} (#2)")
    ben.click("main button.primary")
    ben.wait_for_selector(".summary-box")
    anna.fill("[name=decisions]", f"- Anna's {words} (#1)")
    anna.click("main button.primary")
    anna.wait_for_selector(".conflict")
    expect(anna.locator("[name=decisions]").first).to_have_value(f"- Anna's {words} (#1)")
    expect(anna.locator("#theirs-decisions").first).to_have_value(f"- Ben's {words} (#2)")
    anna.fill("[name=decisions]", f"- Both {words} (#1, #2)")
    anna.click("main button.primary")
    anna.wait_for_selector(".summary-box")
    forum.expect(
        [(1, "member2"), (2, "member")],
        "SELECT s.version, m.handle FROM summaries s JOIN members m ON m.id = s.written_by_id "
        "WHERE s.decisions LIKE ? ORDER BY s.version",
        f"%{words}%",
    )
    ben.goto(address)
    reads(ben, ".summary-box", f"Both {words}")
    ben.click(".summary-box >> text=#2")
    ben.wait_for_url("**/2")


def test_new_threads_are_dismissed_and_brought_back(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    start_thread(anna, words)
    ben.goto("/new")
    reads(ben, "main", words)
    ben.click("text=Dismiss all new threads")
    ben.wait_for_selector(".dismissed")
    lacks(ben, "main", words)
    ben.click(".dismissed button")
    ben.wait_for_url("**/new")
    reads(ben, "main", words)
    forum.expect(
        [(0,)],
        "SELECT count(*) FROM dismissals d JOIN members m ON m.id = d.member_id WHERE m.handle = ?",
        "member2",
    )
