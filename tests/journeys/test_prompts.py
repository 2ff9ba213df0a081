"""A planned thread in the browser: one facilitator plans it, a second one looks and holds it."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]


def test_a_prompt_is_held_by_a_second_facilitator(visit: Visit, forum: RunningForum) -> None:
    word = uuid.uuid4().hex[:8]
    fay, gil, anna = visit("facilitator"), visit("facilitator2"), visit("member")
    gil.goto("/prompts/new")
    name = gil.locator("[name=category] option").first.inner_text()
    fay.goto("/prompts/new")
    fay.select_option("[name=category]", label=name)
    fay.fill("[name=title]", f"Week {{week}} {word}")
    fay.fill("[name=body]", "What did you learn in {month}?")
    fay.check("[name=every][value=weeks]")
    fay.fill("[name=weeks]", "2")
    fay.fill("[name=first_on]", (datetime.now(UTC) + timedelta(days=2)).date().isoformat())
    fay.fill("[name=clock]", "09:30")
    fay.fill("[name=checker]", "@facilitator2")
    fay.click("main form.composer button.primary")
    expect(fay.locator("h1")).to_contain_text(word)
    gil.goto("/for-you")
    gil.locator("main a", has_text=word).first.click()
    expect(gil.locator("main")).to_contain_text("What did you learn in")
    gil.fill("[name=because]", "Let us wait for the hearing.")
    gil.click("text=Hold it")
    expect(gil.locator("main")).to_contain_text("Let us wait for the hearing.")
    fay.reload()
    expect(fay.locator("main")).to_contain_text("Let us wait for the hearing.")
    anna.goto("/latest")
    expect(anna.locator("main")).not_to_contain_text(word)
    held = forum.ask("SELECT held_by_id IS NOT NULL FROM prompts WHERE title LIKE ?", f"%{word}%")
    assert held == [(1,)]
