"""How the community is: three questions without a name, and figures that all may see once decided."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]


def test_a_community_opens_a_figure_and_answers_three_questions(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    # Each run has its own measure and its own member: the two runs share a forum.
    title, measure = (
        ("Newcomers heard", "newcomers-heard") if scripts else ("Quiet members", "quiet")
    )
    because = f"Agreed without objection about {measure}."
    reader = "member" if scripts else "member2"
    anna, fay = visit(reader), visit("facilitator")
    anna.goto("/health")
    expect(anna.locator("section.measure", has_text=title)).to_have_count(0)
    expect(anna.locator("dt", has_text=title)).to_have_count(1)
    fay.goto("/health/open")
    fay.select_option("[name=measure]", measure)
    fay.check("[name=is_open][value=open]")
    fay.fill("[name=because]", because)
    fay.click("main button.primary")
    expect(fay.locator("p.notice")).to_contain_text("all members read how it was decided")
    anna.goto("/health")
    shown = anna.locator("section.measure", has_text=title)
    # The worker counts when it starts, which on a slow machine may be a while ago or just now.
    expect(shown).to_contain_text(because)
    anna.goto("/health/questions")
    for question, answer in (("heard", "yes"), ("could_say", "partly"), ("would_raise", "no")):
        anna.check(f"[name={question}][value={answer}]")
    before = forum.ask("SELECT count(*) FROM pulse_answers")[0][0]
    anna.click("main form[action='/health/questions'] button.primary")
    expect(anna.locator("p.notice")).to_contain_text("Nothing leads from your answers to you")
    assert forum.ask("SELECT count(*) FROM pulse_answers")[0][0] == before + 1
    assert forum.ask(
        "SELECT count(*) FROM pulse_turnout JOIN members ON members.id = member_id "
        "WHERE handle = ?",
        reader,
    ) == [(1,)]
    anna.goto("/health/questions")
    expect(anna.locator("main")).to_contain_text("You have answered in this quarter")


def test_a_host_keeps_the_list_and_a_member_says_what_they_are(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    name, reader = ("Interpreter", "member") if scripts else ("Translator", "member2")
    henrik, anna = visit("host"), visit(reader)
    henrik.goto("/admin/health")
    henrik.fill("#new-name", name)
    henrik.click("text=Add it")
    expect(henrik.locator(f"input[value='{name}']")).to_have_count(1)
    anna.goto("/preferences")
    anna.select_option("[name=role_group]", label=name)
    anna.click("form[action='/preferences/role-group'] button")
    anna.wait_for_url("**/preferences#role-group")
    expect(anna.locator("[name=role_group] option:checked")).to_have_text(name)
    chosen = (
        "SELECT role_groups.name FROM role_group_choices "
        "JOIN role_groups ON role_groups.id = role_group_id "
        "JOIN members ON members.id = member_id WHERE handle = ?"
    )
    assert forum.ask(chosen, reader) == [(name,)]
    henrik.goto(f"/u/{reader}")
    expect(henrik.locator("main")).not_to_contain_text(name)
    anna.goto("/health/mine")
    anna.check("[name=is_wanted]")
    anna.click("main form button")
    expect(anna.locator("main")).to_contain_text("In the last twelve weeks you wrote")
