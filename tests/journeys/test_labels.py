"""Labels and the end of threads in a real browser, with scripts and without."""

import re
import sqlite3
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum
from tests.journeys.patience import PATIENCE, reads
from tests.journeys.test_evening import some_words
from tests.journeys.test_marks import start_thread

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]


def test_thread_is_reserved_and_gone_for_others_at_once(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben, host = visit("member"), visit("member2"), visit("host")
    address = start_thread(anna, words)
    ben.goto(address)
    reads(ben, "h1", words)
    anna.goto(address)
    anna.click("text=Label and readers")
    anna.select_option("[name=readers]", "named")
    anna.fill("[name=people]", "@facilitator")
    anna.select_option("[name=reuse]", "nothing")
    anna.click("main button.primary")
    anna.wait_for_url(re.compile(r"/t/[^/]+/\d+"))
    reads(anna, ".thread-label", "Nothing leaves")
    reserved = "SELECT is_reserved, reuse FROM threads WHERE title LIKE ?"
    forum.expect([(1, "nothing")], reserved, f"%{words}%")
    for page in (ben, host):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404
        page.goto("/latest")
        assert words not in page.content()


def test_reply_is_stricter_than_its_thread(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    address = start_thread(anna, words)
    ben.goto(f"{address}/reply")
    ben.fill("[name=body]", f"Between us: {words}.")
    ben.click(".own-reuse summary")
    ben.select_option("[name=reuse]", "nothing")
    ben.click("main button.primary")
    ben.wait_for_url("**#post-2")
    anna.goto(address)
    reads(anna, "#post-2 .post-label", "Nothing leaves")
    stored = "SELECT p.reuse FROM posts p JOIN threads t ON t.id = p.thread_id WHERE t.title LIKE ?"
    forum.expect([("nothing",)], f"{stored} AND p.number = 2", f"%{words}%")


def test_expired_thread_says_so_and_shows_nothing(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    address = start_thread(anna, words)
    anna.goto(f"/t/{address.rpartition('/')[2]}/label")
    anna.select_option("[name=lives]", "quiet")
    anna.fill("[name=days]", "30")
    anna.click("main button.primary")
    anna.wait_for_url(re.compile(r"/t/[^/]+/\d+"))
    with sqlite3.connect(forum.database, timeout=PATIENCE) as connection:
        past = "UPDATE threads SET ends_at = '2020-01-01 00:00:00.000000' WHERE title LIKE ?"
        assert connection.execute(past, (f"%{words}%",)).rowcount == 1
    connection.close()
    answer = ben.goto(address)
    assert answer is not None
    assert answer.status == 410
    expect(ben.locator("h1").first).to_have_text("This thread has expired", use_inner_text=True)
    ben.goto("/latest")
    assert words not in ben.content()
    # The worker comes by, and leaves no word of it.
    forum.expect([], "SELECT 1 FROM posts WHERE raw LIKE ?", f"%{words}%")
    answer = ben.goto(address)
    assert answer is not None
    assert answer.status == 410
