"""Hostile lines in a real browser: nothing of them runs, asks or opens anything."""

import random
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.hostile.lines import hostile_lines
from tests.journeys.conftest import RunningForum

pytestmark = pytest.mark.browser
SAMPLE = 40


def watched(page: Page, address: str) -> list[str]:
    """Return a list that fills with whatever a line achieves in the page."""
    seen: list[str] = []
    page.on("dialog", lambda dialog: (seen.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda told: seen.append(f"console: {told.text}"))
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on("popup", lambda popup: seen.append(f"popup: {popup.url}"))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(address) else seen.append(f"asks {asked.url}"),
    )
    return seen


def send(page: Page, path: str, **data: str) -> int:
    """Send a form as the page would, with its token; return the status."""
    token = page.locator('input[name="csrf_token"]').first.input_value()
    form = {"csrf_token": token, **data}
    return page.request.post(path, form=form, max_redirects=0).status


@pytest.fixture
def scripts() -> bool:
    """Run scripts: without them nothing could be executed anyway."""
    return True


def test_no_line_is_executed_where_it_is_shown(
    visit: Callable[[str], Page], forum: RunningForum, test_data: Path
) -> None:
    anna, grace = visit("member"), visit("facilitator")
    lines = [line for line in hostile_lines(test_data) if "<" in line or "script" in line]
    lines = random.Random(40).sample(lines, SAMPLE)
    thread = "/t/" + str(forum.ask("SELECT id FROM threads WHERE closed_at IS NULL LIMIT 1")[0][0])
    statuses = []
    for line in lines:
        started = {"title": line, "body": line, "tags": "", "category": "3"}
        statuses.append(send(anna, "/new-topic", **started))
        statuses.append(send(anna, f"{thread}/reply", body=line))
        statuses.append(send(anna, "/u/member/edit", name="Inés", bio=line, ask_me_about=line))
    (post,) = forum.ask("SELECT max(id) FROM posts")[0]
    statuses.append(send(grace, f"/p/{post}/flag", rule="1", because="\n".join(lines)[:1_900]))
    assert set(statuses) <= {303, 422}
    assert statuses.count(303) > 2 * SAMPLE
    seen = [watched(page, forum.address) for page in (anna, grace)]
    (count,) = forum.ask("SELECT post_count FROM threads WHERE id = ?", thread[3:])[0]
    last = -(-count // 20)
    addresses = ["/latest", "/u/member", "/u/member/activity", "/u/member/edit", "/new"]
    addresses += [f"{thread}/{1 + 20 * page}" for page in range(last)]
    for address in addresses:
        look_and_touch(anna, address)
    for line in lines:
        anna.goto(f"/search?q={quote(line[:480])}")
        expect(anna.locator("footer.site-footer")).to_have_count(1)
    look_and_touch(grace, "/review")
    assert seen == [[], []]


def look_and_touch(page: Page, address: str) -> None:
    """Open a page and pass over what members have written, as lines wait for that."""
    page.goto(address)
    expect(page.locator("footer.site-footer")).to_have_count(1)
    page.evaluate(
        """() => document.querySelectorAll(".post-body *, .bio *, .thread-title").forEach(one =>
            ["mouseover", "focus", "toggle", "animationend", "error", "load"].forEach(name =>
                one.dispatchEvent(new Event(name))))"""
    )
