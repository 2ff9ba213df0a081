"""Posts that go from one thread to another, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum
from tests.journeys.patience import lacks, reads
from tests.journeys.test_evening import some_words
from tests.journeys.test_marks import start_thread

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]
THREAD = re.compile(r"/t/[^/]+/\d+")


def answer(page: Page, address: str, words: str) -> None:
    page.goto(f"{address}/reply")
    page.fill("[name=body]", words)
    page.click("main button.primary")
    page.wait_for_url("**#post-*")


def test_posts_are_taken_apart_and_brought_together_again(visit: Visit) -> None:
    words = some_words()
    anna, fay = visit("member"), visit("facilitator")
    address = start_thread(anna, words)
    answer(anna, address, f"Of another matter: {words} elsewhere.")
    thread_id = address.rpartition("/")[2]
    fay.goto(f"/moderate/threads/{thread_id}")
    fay.click("text=Move posts into a thread of their own")
    fay.fill("[name=title]", f"Apart {words}")
    fay.check("[name=posts][value='2']")
    fay.fill("[name=because]", "It is another matter.")
    fay.click("main button.primary")
    fay.wait_for_url(THREAD)
    reads(fay, "h1", f"Apart {words}")
    apart = fay.url
    anna.goto(f"{address}/2")
    reads(anna, "h1", f"Apart {words}")
    anna.goto(address)
    reads(anna, "main", f"moved 1 post into Apart {words}")
    fay.goto(f"/moderate/threads/{apart.split('#')[0].rpartition('/')[2]}/merge")
    fay.fill("[name=into]", address)
    fay.fill("[name=because]", "It is one matter after all.")
    fay.click("main button.primary")
    fay.wait_for_url(THREAD)
    anna.goto(apart)
    lacks(anna, "h1", "Apart")
    expect(anna.locator("#post-2 .post-body")).to_have_text(re.compile(r"^\s*Of another matter"))


def test_a_thread_goes_on_for_more_and_a_post_stays_behind(
    visit: Visit, forum: RunningForum
) -> None:
    words = some_words()
    anna, fay, ben = visit("member"), visit("facilitator"), visit("member2")
    address = start_thread(anna, words)
    label = f"/t/{address.rpartition('/')[2]}/label"
    anna.goto(label)
    anna.select_option("[name=readers]", "named")
    anna.fill("[name=people]", "@facilitator")
    anna.click("main button.primary")
    anna.wait_for_url(THREAD)
    answer(fay, address, f"Between us: {words} in confidence.")
    answer(anna, address, f"To be told: {words} in the open.")
    anna.goto(label)
    anna.select_option("[name=readers]", "category")
    anna.click("button:has-text('Ask those who wrote')")
    anna.wait_for_selector("text=1 of 3 posts would stay behind")
    fay.goto(label)
    fay.click("button:has-text('I do not agree')")
    fay.wait_for_selector("text=Your answer is kept")
    anna.goto(address)
    reads(anna, "main", "Between us")
    anna.click(".act-line a[href^='/t/']")
    anna.wait_for_url(THREAD)
    ben.goto(anna.url)
    reads(ben, "main", "To be told")
    lacks(ben, "main", "Between us")
    for old in (address, f"{address}/1", f"{address}/2"):
        found = ben.goto(old)
        assert found is not None
        assert found.status == 404
