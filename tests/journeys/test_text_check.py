"""What may point to somebody is shown before it is posted, with scripts and without."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum
from tests.journeys.patience import until

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]


def some_words() -> str:
    """Return words that stand nowhere else."""
    return f"quitte{uuid.uuid4().hex[:8]}"


def posts_with(forum: RunningForum, words: str) -> list[str]:
    rows = forum.ask("SELECT raw FROM posts WHERE raw LIKE ? ORDER BY id", f"%{words}%")
    return [raw for (raw,) in rows]


def test_a_name_and_a_number_are_replaced_before_a_thread_is_started(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    words, name = some_words(), f"Nowak{uuid.uuid4().hex[:6]}"
    anna = visit("member")
    anna.goto("/preferences/text-check")
    anna.fill("[name=names]", f"{name} = client A")
    anna.click("main button.primary")
    expect(anna.locator("[name=names]")).to_have_value(f"{name} = client A")
    anna.goto("/new-topic?category=strategies")
    anna.fill("[name=title]", f"What would help {name}, {words}?")
    anna.fill("[name=tags]", "")
    anna.fill("[name=body]", f"About {words}.\n\n{name} can be reached under +33 6 12 34 56 78.")
    anna.click("main form.composer .form-acts > button[name=check]")
    expect(anna.locator(".findings > li")).to_have_count(2)
    expect(anna.locator(".findings")).to_contain_text("Text, line 3")
    assert posts_with(forum, words) == []
    anna.click("button[name=check][value=replace]")
    expect(anna.locator("#check-title")).to_contain_text("Nothing else was found")
    expect(anna.locator("[name=title]")).to_have_value(f"What would help [client A], {words}?")
    anna.click("main form.composer > .form-acts > button.primary")
    anna.wait_for_url("**/t/**")
    texts = [f"About {words}.\n\n[client A] can be reached under [phone 1]."]
    until(lambda: posts_with(forum, words) == texts)
    ben = visit("member2")
    ben.goto(anna.url)
    expect(ben.locator("#post-1")).to_contain_text("[client A] can be reached under [phone 1]")
    expect(ben.locator("body")).not_to_contain_text(name)
    ben.goto("/preferences/text-check")
    expect(ben.locator("body")).not_to_contain_text(name)
    forum.expect([], "SELECT 1 FROM text_check_choices WHERE sealed_names LIKE ?", f"%{name}%")


def test_a_reply_comes_back_once_and_is_posted_all_the_same(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    words = some_words()
    anna = visit("facilitator")
    anna.goto("/preferences/text-check")
    anna.check("[name=when][value=always]")
    anna.click("main button.primary")
    expect(anna.locator(".notice").first).to_be_visible()
    anna.goto("/new-topic?category=strategies")
    anna.fill("[name=title]", f"Who has met {words}?")
    anna.fill("[name=tags]", "")
    anna.fill("[name=body]", f"Nobody has said anything of {words}.")
    anna.click("main form.composer > .form-acts > button.primary")
    anna.wait_for_url("**/t/**")
    anna.goto(anna.url.split("?")[0].split("#")[0] + ("" if scripts else "/reply"))
    text = f"Write of {words} to the clinic: help@clinic.eu."
    anna.fill("form.composer [name=body]", text)
    anna.click("form.composer > .form-acts > button.primary")
    expect(anna.locator("#check-title")).to_contain_text("Nothing is posted yet")
    expect(anna.locator("[name=body]").first).to_have_value(text)
    assert len(posts_with(forum, words)) == 1
    anna.click("text=Post anyway")
    anna.wait_for_url("**#post-2")
    until(lambda: posts_with(forum, words)[1:] == [text])
    ben = visit("member2")
    ben.goto(anna.url)
    expect(ben.locator("#post-2")).to_contain_text(text)
