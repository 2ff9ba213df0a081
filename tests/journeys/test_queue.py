"""A post that waits, and the facilitators' queue: by keys with scripts on, by buttons without."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import RunningForum

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
    assert "Nobody else can read it yet" in anna.inner_text("main")
    fay.goto("/review?kind=held")
    item = fay.locator(".review-item", has_text=word)
    if scripts:
        for _ in range(fay.locator(".review-item").count()):
            fay.keyboard.press("j")
            if fay.locator(".review-item:focus", has_text=word).count():
                break
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
    assert "You published it." in fay.inner_text("body")
    anna.goto("/notifications")
    anna.click("main >> text=published your post")
    anna.wait_for_url("**/t/**")
    assert word in anna.inner_text("main")
