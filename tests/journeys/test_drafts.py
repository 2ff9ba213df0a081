"""Texts that are not sent yet, in two windows, with scripts and without."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum
from tests.journeys.patience import lacks, reads, until

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]


def some_words() -> str:
    """Return words that stand nowhere else."""
    return f"zweig{uuid.uuid4().hex[:8]}"


def start_thread(page: Page, words: str) -> str:
    """Start a thread in Commons and return its address."""
    page.goto("/new-topic?category=commons")
    page.fill("[name=title]", f"Where are we with {words}?")
    page.fill("[name=tags]", "")
    page.fill("[name=body]", f"Nobody has said anything of {words}.")
    page.click("main button.primary")
    page.wait_for_url("**/t/**")
    return page.url


def come_back(page: Page, address: str) -> None:
    """Open a thread, and the composer that holds what was begun there."""
    page.goto(address)
    if page.locator(".composer-bar").is_visible():  # made while the page is loaded
        page.click(".composer-bar")


def keep(page: Page, place: str, words: str, scripts: bool) -> None:
    """Write words into the form in this place, and wait or ask for them to be kept."""
    page.fill(f"{place} [name=body]", words)
    if scripts:
        expect(page.locator(f"{place} .draft-state")).to_have_text("Draft saved")
    else:
        page.click(f"{place} button[name=keep]")


def drafts_with(forum: RunningForum, words: str) -> list[str]:
    rows = forum.ask("SELECT body FROM drafts WHERE body LIKE ? ORDER BY id", f"%{words}%")
    return [body for (body,) in rows]


def test_two_windows_never_overwrite_each_other(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    words = some_words()
    anna = visit("member")
    address = start_thread(anna, words)
    here, there = anna, anna.context.new_page()
    here.goto(f"{address}/1")
    there.goto(f"{address}/1")
    keep(here, "#reply", f"From here, {words}.", scripts)
    there.fill("#reply [name=body]", f"From there, {words}.")
    if scripts:
        expect(there.locator(".draft-conflict")).to_contain_text(f"From here, {words}.")
        there.click("text=Keep mine")
        expect(there.locator("#reply .draft-state")).to_have_text("Draft saved")
    else:
        there.click("#reply button[name=keep]")
        expect(there.locator("#theirs").first).to_have_value(f"From here, {words}.")
        expect(there.locator("#mine").first).to_have_value(f"From there, {words}.")
        there.click("text=Keep this one")
        there.wait_for_url("**/reply")
    until(lambda: drafts_with(forum, words) == [f"From there, {words}."])
    # The first window sends what it holds: that is posted, and the other text is still kept.
    come_back(here, f"{address}/1")
    expect(here.locator("#reply [name=body]").first).to_have_value(f"From there, {words}.")
    stale = here.context.new_page()
    come_back(stale, f"{address}/1")
    keep(here, "#reply", f"Later, {words}.", scripts)
    stale.fill("#reply [name=body]", f"Sent, {words}.")
    stale.click("#reply button.primary")
    stale.wait_for_url("**/2#post-2")
    until(lambda: drafts_with(forum, words) == [f"Later, {words}."])
    ben = visit("member2")
    ben.goto(address)
    reads(ben, "#post-2", f"Sent, {words}.")
    lacks(ben, "main", f"Later, {words}.")
    ben.goto("/drafts")
    lacks(ben, "main", words)


def test_draft_of_a_new_thread_is_listed_opened_and_sent(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    words = some_words()
    ben = visit("member2")
    ben.goto("/new-topic?category=strategies")
    ben.fill("[name=title]", f"What of {words}?")
    ben.fill("[name=tags]", "journeys")
    keep(ben, "main", f"Not finished: {words}", scripts)
    ben.goto("/drafts")
    ben.click(f"text=What of {words}?")
    expect(ben.locator("[name=title]").first).to_have_value(f"What of {words}?")
    expect(ben.locator("[name=tags]").first).to_have_value("journeys")
    expect(ben.locator("[name=body]").first).to_have_value(f"Not finished: {words}")
    ben.fill("[name=body]", f"Finished: {words}")
    ben.click("main button.primary")
    ben.wait_for_url("**/t/**")
    forum.expect([(0,)], "SELECT count(*) FROM drafts WHERE body LIKE ?", f"%{words}%")
    anna = visit("member")
    anna.goto(ben.url)
    reads(anna, "#post-1", f"Finished: {words}")


def test_draft_is_discarded(visit: Visit, forum: RunningForum, scripts: bool) -> None:
    words = some_words()
    anna = visit("member")
    address = start_thread(anna, words)
    anna.goto(f"{address}/1")
    keep(anna, "#reply", f"Not worth it: {words}", scripts)
    come_back(anna, f"{address}/1")
    anna.click("text=Discard draft")
    anna.wait_for_selector("text=The draft is discarded.")
    until(lambda: not drafts_with(forum, words))
    expect(anna.locator("#reply [name=body]").first).to_have_value("")


@pytest.mark.parametrize("scripts", [True], ids=["with scripts"])
def test_what_is_sent_without_a_network_stays_in_its_form(
    visit: Visit, forum: RunningForum
) -> None:
    words = some_words()
    anna = visit("member")
    address = start_thread(anna, words)
    anna.goto(f"{address}/1")
    keep(anna, "#reply", "In the train", scripts=True)
    anna.context.set_offline(True)
    anna.fill("#reply [name=body]", f"In the tunnel: {words}")
    anna.click("#reply button.primary")
    anna.wait_for_selector("text=The forum cannot be reached.")
    expect(anna.locator("#reply [name=body]").first).to_have_value(f"In the tunnel: {words}")
    with anna.expect_response("**/drafts"):
        anna.context.set_offline(False)
    until(lambda: drafts_with(forum, words) == [f"In the tunnel: {words}"])
    anna.click("#reply button.primary")
    anna.wait_for_url("**/2#post-2")
    ben = visit("member2")
    ben.goto(address)
    reads(ben, "#post-2", f"In the tunnel: {words}")
    until(lambda: not drafts_with(forum, words))


def test_edit_meets_another_one_and_both_are_kept(visit: Visit, forum: RunningForum) -> None:
    words = some_words()
    anna, ben = visit("member"), visit("member2")
    address = start_thread(anna, words)
    anna.goto(address)
    anna.click("#post-1 .act-edit")
    anna.fill("[name=body]", f"One.\n\nTwo {words}.\n\nThree.")
    anna.click("main button.primary")
    anna.wait_for_url("**/1#post-1")
    anna.click("#post-1 .post-acts summary")
    anna.click("text=Who may edit it")
    anna.click("main button.primary")
    anna.wait_for_url("**/1#post-1")
    reads(anna, "#post-1", "anyone may edit this")
    ben.goto(address)
    anna.click("#post-1 .act-edit")
    anna.wait_for_url("**/edit")
    ben.click("#post-1 .act-edit")
    ben.fill("[name=body]", f"One.\n\nTwo {words}.\n\nThree, says Ben.")
    ben.click("main button.primary")
    ben.wait_for_url("**/1#post-1")
    anna.fill("[name=body]", f"One, says Anna.\n\nTwo {words}.\n\nThree.")
    anna.click("main button.primary")
    anna.wait_for_selector(".conflict")
    both = f"One, says Anna.\n\nTwo {words}.\n\nThree, says Ben."
    expect(anna.locator("[name=body]").first).to_have_value(both)
    anna.click("main button.primary")
    anna.wait_for_url("**/1#post-1")
    ben.goto(address)
    reads(ben, "#post-1", "One, says Anna.")
    reads(ben, "#post-1", "Three, says Ben.")
    forum.expect(
        [("member",), ("member2",)],
        "SELECT m.handle FROM post_versions v JOIN members m ON m.id = v.written_by_id "
        "JOIN posts p ON p.id = v.post_id WHERE p.raw LIKE ? ORDER BY v.version",
        f"%{words}%",
    )


def test_category_asks_its_questions(visit: Visit, forum: RunningForum, scripts: bool) -> None:
    words = some_words()
    host, anna = visit("host"), visit("member")
    host.goto("/admin/categories/2/form")
    host.fill("[name=label-1]", "What was tried?")
    host.select_option("[name=kind-1]", "long")
    host.check("[name=required-1]")
    host.fill("[name=label-2]", "How long did it take?")
    host.select_option("[name=kind-2]", "one")
    host.fill("[name=choices-2]", "Days\nMonths")
    host.click("main button.primary")
    host.wait_for_url("**/form")
    anna.goto("/new-topic?category=commons")
    anna.fill("[name=title]", f"Asked of {words}")
    anna.select_option("[name=category]", label="Strategies")
    if not scripts:
        anna.click("text=Use this category")
    anna.wait_for_selector("text=How long did it take?")
    expect(anna.locator("[name=title]").first).to_have_value(f"Asked of {words}")
    anna.check("text=Months")
    anna.click("text=Start thread")
    anna.wait_for_selector(".errors")
    expect(anna.get_by_label("Months")).to_be_checked()
    anna.fill("[name^=answer-2]", f"We tried {words}.\n\n# Loudly")
    anna.click("text=Start thread")
    anna.wait_for_url("**/t/**")
    ben = visit("member2")
    ben.goto(anna.url)
    headings = ben.locator("#post-1 .post-body h4")
    expect(headings).to_have_text(["What was tried?", "How long did it take?"])
    (raw,) = forum.ask("SELECT raw FROM posts WHERE raw LIKE ?", f"%{words}%")[0]
    assert raw.endswith("## How long did it take?\n\nMonths")
    host.goto("/admin/categories/2/form")
    for box in host.locator("[name^=remove-]").all():
        box.check()
    host.click("main button.primary")
    host.wait_for_url("**/form")


def test_post_goes_on_in_a_thread_of_its_own(visit: Visit, forum: RunningForum) -> None:
    words, more = some_words(), some_words()
    anna, ben = visit("member"), visit("member2")
    address = start_thread(anna, words)
    ben.goto(address)
    ben.click("#post-1 .post-acts .menu:not(.menu-signs) summary")
    ben.click("text=Continue in a new thread")
    expect(ben.locator("[name=body]").first).to_have_value(re.compile("Continued from"))
    ben.fill("[name=title]", f"Going on with {more}")
    ben.click("main button.primary")
    ben.wait_for_url("**/t/going-on-**")
    reads(ben, "#post-1 .post-body", f"Where are we with {words}?")
    anna.goto(address)
    anna.click(f"#post-1 >> text=Going on with {more}")
    anna.wait_for_url("**/t/going-on-**")
    forum.expect(
        [(f"Where are we with {words}?", f"Going on with {more}")],
        "SELECT old.title, new.title FROM continuations c JOIN posts p ON p.id = c.post_id "
        "JOIN threads old ON old.id = p.thread_id JOIN threads new ON new.id = c.thread_id "
        "WHERE new.title LIKE ?",
        f"%{more}%",
    )


def test_similar_threads_are_shown_before_one_is_started(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    (title,) = forum.ask("SELECT title FROM threads WHERE title LIKE 'Consent in stages%'")[0]
    anna = visit("member")
    anna.goto("/new-topic?category=commons")
    anna.fill("[name=title]", "How do we ask for consent in stages?")
    anna.fill("[name=body]", "Who has done it?")
    place = ".similar-here"
    if not scripts:
        anna.click("text=Preview")
        place = "main .similar"
    expect(anna.locator(place)).to_contain_text(title)
