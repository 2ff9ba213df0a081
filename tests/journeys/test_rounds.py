"""Reflection rounds in the browser, with scripts and without."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]


def test_a_round_is_written_before_it_is_read(visit: Visit, forum: RunningForum) -> None:
    word = uuid.uuid4().hex[:8]
    fay, anna, ben = visit("facilitator"), visit("member"), visit("member2")
    fay.goto("/rounds")
    fay.click("main >> text=Begin a round")
    fay.fill("[name=title]", f"Whom did we not ask {word}")
    fay.fill("[name=body]", "Think of one meeting this year.")
    fay.check("[name=way][value=together]")
    fay.click("main form.composer button.primary")
    fay.wait_for_url("**/t/**")
    address = fay.url
    anna.goto(address)
    anna.fill("#round [name=body]", f"Anna thought of {word}.")
    anna.click("#round button.primary")
    expect(anna.locator("#round .entry.is-own")).to_contain_text(f"Anna thought of {word}.")
    ben.goto(address)
    expect(ben.locator("#round")).to_contain_text("Write before you read")
    expect(ben.locator("main")).not_to_contain_text("Anna thought")
    ben.fill("#round [name=body]", f"Ben thought of {word}, too.")
    ben.click("#round button.primary")
    expect(ben.locator("#round")).to_contain_text(f"Anna thought of {word}.")
    fay.reload()
    expect(fay.locator("main")).not_to_contain_text("thought of")
    fay.click("#round >> text=End the round now")
    expect(fay.locator("#post-2")).to_contain_text(f"Anna thought of {word}.")
    anna.goto(address)
    expect(anna.locator("#post-3")).to_contain_text(f"Ben thought of {word}, too.")
    expect(anna.locator("#reply")).to_contain_text("Reply")
    found = forum.ask("SELECT COUNT(*) FROM entries WHERE raw LIKE ?", f"%{word}%")
    posts = forum.ask("SELECT COUNT(*) FROM posts WHERE raw LIKE ?", f"%thought of {word}%")
    assert (found, posts) == ([(0,)], [(2,)])


def test_what_one_means_to_do_is_asked_about_and_read_by_nobody_else(
    visit: Visit, forum: RunningForum
) -> None:
    word = uuid.uuid4().hex[:8]
    anna, fay = visit("member"), visit("facilitator")
    anna.goto("/journal")
    anna.fill("main [name=body]", f"I hid behind {word}.")
    anna.click("main form.composer button.primary")
    expect(anna.locator("main")).to_contain_text(f"I hid behind {word}.")
    anna.goto("/commitments")
    day = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    anna.fill("[name=words]", f"Ask {word} first.")
    anna.fill("[name=look_on]", day)
    anna.click("main form.composer button.primary")
    card = anna.locator("article", has_text=f"Ask {word} first.")
    card.locator("text=Look back").last.click()
    anna.check("[name=happened][value=partly]")
    anna.fill("[name=in_the_way]", "There was no time.")
    anna.click("main form.composer button.primary")
    expect(anna.locator("article", has_text=word)).to_contain_text("There was no time.")
    for page in ("/journal", "/commitments"):
        fay.goto(page)
        expect(fay.locator("main")).not_to_contain_text(word)
    found = forum.ask("SELECT happened FROM commitments WHERE words LIKE ?", f"%{word}%")
    assert found == [("partly",)]
    assert forum.ask("SELECT COUNT(*) FROM journal_entries WHERE sealed LIKE ?", f"%{word}%") == [
        (0,)
    ]
