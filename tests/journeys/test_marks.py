"""Marks that members set, in a real browser, with scripts and without."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum
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


def shown(page: Page) -> str:
    """Return the words of the reactions to the first post."""
    return " ".join(page.inner_text("#post-1 .reactions").split())


def wait_until(forum: RunningForum, statement: str, value: str, expected: list[object]) -> None:
    """Wait until the database says so, five seconds at most."""
    for _ in range(50):
        if forum.ask(statement, value) == expected:
            return
        time.sleep(0.1)
    assert forum.ask(statement, value) == expected


def test_reaction_is_given_seen_and_taken_back(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    address = start_thread(anna, words)
    ben.goto(address)
    ben.click("#post-1 .act-thanks")
    ben.wait_for_selector("#post-1 .reactions [aria-pressed=true]")
    wait_until(forum, REACTIONS, f"%{words}%", [("thanks", "member2")])
    anna.goto(address)
    assert shown(anna) == "Thanks 1 Who"
    anna.click("#post-1 .reactions a")
    assert "Łukasz" in anna.inner_text("main")
    ben.click("#post-1 .menu-signs summary")
    ben.click("#post-1 .menu-signs button[value=learned]")
    ben.wait_for_selector("#post-1 .reactions [value=learned]")
    ben.click("#post-1 .reactions [value=thanks]")
    ben.wait_for_selector("#post-1 .act-thanks")
    wait_until(forum, REACTIONS, f"%{words}%", [("learned", "member2")])
    anna.goto(address)
    assert shown(anna) == "Learned 1 Who"


def test_reflection_counts_nothing(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben, grace = visit("member"), visit("member2"), visit("facilitator")
    address = start_thread(anna, words, "power-and-reflection")
    ben.goto(address)
    ben.click("#post-1 .menu-signs summary")
    ben.click("#post-1 .menu-signs button[value=heard]")
    ben.wait_for_selector("#post-1 .reactions [aria-pressed=true]")
    wait_until(forum, REACTIONS, f"%{words}%", [("heard", "member2")])
    grace.goto(address)
    expect(grace.locator("#post-1 .reactions")).to_have_count(0)
    anna.goto(address)
    assert shown(anna) == "Heard"


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
    rows = forum.ask(
        "SELECT DISTINCT b.note, b.remind_at IS NOT NULL, o.kind FROM bookmarks b "
        "JOIN outbox o ON o.available_at = b.remind_at WHERE b.note LIKE ?",
        f"%{words}%",
    )
    assert rows == [(f"Ask about {words}.", 1, "discussion.remind")]
    ben.goto(f"/bookmarks?q={words}")
    assert "Reminder on" in ben.inner_text(".bookmark")
    anna.goto(address)
    expect(anna.locator(".bookmarked")).to_have_count(0)
    anna.goto("/bookmarks")
    assert words not in anna.inner_text("main")
    ben.click(".bookmark-acts button")
    ben.wait_for_load_state()
    assert forum.ask("SELECT count(*) FROM bookmarks WHERE note LIKE ?", f"%{words}%") == [(0,)]


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
    assert "past" in anna.inner_text("#day-errors")
    assert anna.input_value("[name=note]") == f"Later: {words}."
    anna.check("[name=when][value=tomorrow]")
    anna.click(".bookmark-form button.primary")
    anna.wait_for_selector("#post-1 .bookmarked")
    query = "SELECT count(*) FROM bookmarks WHERE note LIKE ? AND remind_at IS NOT NULL"
    assert forum.ask(query, f"%{words}%") == [(1,)]


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
    assert forum.ask(query, f"%{words}%") == [(2,)]
    ben.goto(address)
    ben.click("#post-1 .answered-in a")
    # Scripts go there without leaving the page.
    ben.wait_for_url(re.compile(r"/2(#post-2)?$"))
    expect(ben.locator("#post-2.is-the-answer")).to_have_count(1)
    ben.goto("/latest")
    assert "answered" in ben.locator("tr", has_text=words).inner_text()


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
    assert anna.input_value("[name=decisions]") == f"- Anna's {words} (#1)"
    assert anna.input_value("#theirs-decisions") == f"- Ben's {words} (#2)"
    anna.fill("[name=decisions]", f"- Both {words} (#1, #2)")
    anna.click("main button.primary")
    anna.wait_for_selector(".summary-box")
    rows = forum.ask(
        "SELECT s.version, m.handle FROM summaries s JOIN members m ON m.id = s.written_by_id "
        "WHERE s.decisions LIKE ? ORDER BY s.version",
        f"%{words}%",
    )
    assert rows == [(1, "member2"), (2, "member")]
    ben.goto(address)
    assert f"Both {words}" in ben.inner_text(".summary-box")
    ben.click(".summary-box >> text=#2")
    ben.wait_for_url("**/2")


def test_new_threads_are_dismissed_and_brought_back(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    start_thread(anna, words)
    ben.goto("/new")
    assert words in ben.inner_text("main")
    ben.click("text=Dismiss all new threads")
    ben.wait_for_selector(".dismissed")
    assert words not in ben.inner_text("main")
    ben.click(".dismissed button")
    ben.wait_for_url("**/new")
    assert words in ben.inner_text("main")
    rows = forum.ask(
        "SELECT count(*) FROM dismissals d JOIN members m ON m.id = d.member_id WHERE m.handle = ?",
        "member2",
    )
    assert rows == [(0,)]
