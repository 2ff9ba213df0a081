"""A member brings a case through the gate; one reader opens it, another keeps out; scripts on and off."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import RunningForum

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
    assert "Please choose one of these." in page.inner_text("main")
    page.check("input[value=anonymised]")
    page.click("button:has-text('Go on')")
    page.select_option("[name=jurisdiction]", "FR")
    page.select_option("[name=area]", "health")
    page.select_option("[name=respondent]", "authority")
    page.click("button:has-text('Go on')")
    page.click("text=Use the coarser words")
    assert page.input_value("[name=jurisdiction]") == "x-west"
    keep = page.locator("button[value=keep]")
    (keep if keep.count() else page.locator("button[value=next]")).click()
    page.click("button[value=back]")
    page.wait_for_selector("h1:has-text('Is it rare?')")
    (keep if keep.count() else page.locator("button[value=next]")).click()
    page.select_option("[name=readers]", "category")
    page.fill("[name=excluded]", "@facilitator2")
    page.click("button:has-text('Go on to the text')")
    assert page.input_value("[name=title]") == f"About {words}"
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
    assert "nobody is told who" in anna.inner_text("body")
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
    assert words in ben.inner_text("#post-1 .post-body")
    grace.goto("/cases")
    grace.click(f"text={line}")
    grace.check("input[value=some]")
    grace.click("main button.primary")
    grace.wait_for_url("**/cases")
    assert line not in grace.inner_text("main")
    gone = grace.goto(address)
    assert gone is not None
    assert gone.status == 404
    hugo.goto("/cases")
    assert line not in hugo.inner_text("main")
    anna.goto(address)
    anna.click("text=Who has opened it")
    assert "@member2" in anna.inner_text("main")
    assert "@facilitator" not in anna.inner_text("main")
    walls = forum.ask(
        "SELECT m.handle, w.kind FROM walls w JOIN members m ON m.id = w.member_id "
        "JOIN threads t ON t.id = w.thread_id WHERE t.title = ? ORDER BY m.handle",
        f"About {words}",
    )
    assert walls == [("facilitator", "self"), ("facilitator2", "person")]
    declared = forum.ask(
        "SELECT d.jurisdiction, d.area, a.answer FROM case_declarations d "
        "JOIN threads t ON t.id = d.thread_id JOIN case_answers a ON a.thread_id = t.id "
        "WHERE t.title = ?",
        f"About {words}",
    )
    assert declared == [("x-west", "health", "none")]
