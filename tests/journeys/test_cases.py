"""A member brings a case through the gate; one reader opens it, another keeps out; scripts on and off."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum
from tests.journeys.patience import lacks, reads

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]


def bring_case(page: Page, words: str) -> str:
    """Go through the gate with a title typed before, and return the address of the thread."""
    page.goto("/new-topic")
    page.fill("[name=title]", f"About {words}")
    choose = page.locator("button[name=choose]")
    chooses_by_itself = not choose.is_visible()
    page.select_option("[name=category]", label="Casework")
    if not chooses_by_itself:
        choose.click()
    page.wait_for_selector("h1:has-text('Do you need the case at all?')")
    page.click("text=I need the case: go on")
    page.click("button:has-text('Go on')")
    reads(page, "main", "Please choose one of these.")
    page.check("input[value=anonymised]")
    page.click("button:has-text('Go on')")
    page.select_option("[name=jurisdiction]", "FR")
    page.select_option("[name=area]", "health")
    page.select_option("[name=respondent]", "authority")
    page.click("button:has-text('Go on')")
    page.click("text=Use the coarser words")
    expect(page.locator("[name=jurisdiction]").first).to_have_value("x-west")
    keep = page.locator("button[value=keep]")
    (keep if keep.count() else page.locator("button[value=next]")).click()
    page.click("button[value=back]")
    page.wait_for_selector("h1:has-text('Is it rare?')")
    (keep if keep.count() else page.locator("button[value=next]")).click()
    page.select_option("[name=readers]", "category")
    page.fill("[name=excluded]", "@facilitator2")
    page.click("button:has-text('Go on to the text')")
    expect(page.locator("[name=title]").first).to_have_value(f"About {words}")
    page.fill("[name=body]", f"What would you do about {words}?")
    page.click("main form.composer button[name=submit]:not(.default-act)")
    page.wait_for_url("**/t/about-**")
    return page.url


def test_a_case_opens_to_who_has_no_conflict_and_to_nobody_else(
    visit: Visit, forum: RunningForum
) -> None:
    words = f"gate{uuid.uuid4().hex[:8]}"
    anna, ben, grace, hugo = (
        visit(name) for name in ("member", "member2", "facilitator", "facilitator2")
    )
    address = bring_case(anna, words)
    reads(anna, "body", "nobody is told who")
    for page in (ben, grace, hugo):
        missing = page.goto(address)
        assert missing is not None
        assert missing.status == 404
        page.goto("/latest")
        assert words not in page.content()
    line = "A case: a western European country · health · public authority"
    ben.goto("/cases")
    ben.click(f"text={line}")
    ben.check("input[value=none]")
    ben.click("main button.primary")
    ben.wait_for_url("**/t/about-**")
    reads(ben, "#post-1 .post-body", words)
    grace.goto("/cases")
    grace.click(f"text={line}")
    grace.check("input[value=some]")
    grace.click("main button.primary")
    grace.wait_for_url("**/cases")
    lacks(grace, "main", line)
    gone = grace.goto(address)
    assert gone is not None
    assert gone.status == 404
    hugo.goto("/cases")
    lacks(hugo, "main", line)
    anna.goto(address)
    anna.click("text=Who has opened it")
    reads(anna, "main", "@member2")
    lacks(anna, "main", "@facilitator")
    forum.expect(
        [("facilitator", "self"), ("facilitator2", "person")],
        "SELECT m.handle, w.kind FROM walls w JOIN members m ON m.id = w.member_id "
        "JOIN threads t ON t.id = w.thread_id WHERE t.title = ? ORDER BY m.handle",
        f"About {words}",
    )
    forum.expect(
        [("x-west", "health", "none")],
        "SELECT d.jurisdiction, d.area, a.answer FROM case_declarations d "
        "JOIN threads t ON t.id = d.thread_id JOIN case_answers a ON a.thread_id = t.id "
        "WHERE t.title = ?",
        f"About {words}",
    )
