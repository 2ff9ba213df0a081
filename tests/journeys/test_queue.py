"""A post that waits, and the facilitators' queue: by keys with scripts on, by buttons without."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum
from tests.journeys.patience import reads, until

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]


def test_a_post_waits_until_a_facilitator_publishes_it(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    word = f"leise{uuid.uuid4().hex[:8]}"
    fay, anna = visit("facilitator"), visit("member")
    fay.goto("/moderate/words")
    fay.fill("[name=pattern]", word)
    fay.check("[name=action][value=hold]")
    fay.click("main button.primary")
    fay.wait_for_selector(f"td:has-text('{word}')")
    anna.goto("/new-topic?category=strategies")
    anna.fill("[name=title]", "Something to look at first")
    anna.fill("[name=body]", f"Let me say {word}.")
    anna.click("main form.composer button[name=submit]:not(.default-act)")
    anna.wait_for_url("**/waiting/*")
    reads(anna, "main", "Nobody else can read it yet")
    fay.goto("/review?kind=held")
    item = fay.locator(".review-item", has_text=word)
    if scripts:
        expect(item).to_be_visible()
        before = fay.locator(".review-item").all_inner_texts()
        for _ in range(1 + next(i for i, text in enumerate(before) if word in text)):
            fay.keyboard.press("j")
        expect(fay.locator(".review-item:focus", has_text=word)).to_have_count(1)
        fay.keyboard.press("Enter")
        fay.wait_for_url("**/review/*")
        fay.keyboard.press("c")
        fay.keyboard.press("Enter")
        fay.wait_for_selector("text=Leave it to others")
        fay.wait_for_load_state()
        fay.keyboard.press("a")
        fay.keyboard.press("Enter")
    else:
        item.locator("button[value=publish]").click()
    fay.wait_for_url("**/review")
    reads(fay, "body", "You published it.")
    told = anna.locator("main >> text=published your post").first
    until(lambda: anna.goto("/notifications") and told.count())
    told.click()
    anna.wait_for_url("**/t/**")
    reads(anna, "main", word)
