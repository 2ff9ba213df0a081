"""Taking along what is kept about oneself, and leaving as a former member."""

import io
import json
import re
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum
from tests.journeys.patience import until

pytestmark = pytest.mark.browser
PASSWORD = "eleven herons over a grey canal"


def join(host: Page, page: Page, handle: str) -> None:
    """Invite somebody by a link, and let them come in."""
    host.goto("/invites")
    host.click("main form button.primary")
    page.goto(host.locator(".one-time-link").input_value())
    page.fill("[name=handle]", handle)
    page.fill("[name=name]", f"Leaver {handle.title()}")
    page.fill("[name=email]", f"{handle}@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    expect(page).not_to_have_url(re.compile("/invites/"))


def test_member_takes_everything_along_and_leaves(
    visit: Callable[[str], Page], forum: RunningForum, scripts: bool
) -> None:
    handle = "leaverone" if scripts else "leavertwo"
    host, page, reader = visit("host"), visit("member"), visit("member2")
    page.context.clear_cookies()
    join(host, page, handle)
    page.goto("/new-topic?category=strategies")
    page.fill("[name=title]", f"What {handle} would like to know")
    page.fill("[name=body]", f"A question of mine, signed {handle}.")
    page.click("main button.primary")
    page.wait_for_url("**/t/**")
    thread = page.url.split("#")[0].split("?")[0]

    page.goto("/preferences/kept")
    expect(page.locator("h1")).to_have_text("What is kept about me and until when")
    page.click("text=Make an archive")
    until(lambda: _made(forum, handle))
    page.goto("/preferences/kept")
    with page.expect_download() as download:
        page.click("text=Fetch the archive")
    archive = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
    posts = json.loads(archive.read("posts.json"))
    assert [post["raw"] for post in posts] == [f"A question of mine, signed {handle}."]
    assert "index.html" in archive.namelist()

    page.goto("/preferences/leave")
    page.check("[name=leaving][value=former]")
    page.fill("[name=handle]", "somebody else")
    page.click("main button.danger")
    expect(page.locator(".errors").first).to_contain_text(handle)
    page.fill("[name=handle]", handle)
    page.click("main button.danger")
    expect(page.locator("h1")).to_have_text("You are leaving")
    page.goto("/latest")
    expect(page.locator("h1")).to_have_text("You are leaving")
    page.click("text=Erase me now")
    forum.expect([], "SELECT 1 FROM members WHERE handle = ?", handle)

    reader.goto(thread)
    expect(reader.locator("main")).to_contain_text("Former member")
    expect(reader.locator("main")).not_to_contain_text(f"Leaver {handle.title()}")
    [(standing, email)] = forum.ask(
        "SELECT m.standing, m.email FROM members m JOIN erasures e ON e.member_id = m.id"
        " ORDER BY e.id DESC LIMIT 1"
    )
    assert (standing, email) == ("left", None)


def _made(forum: RunningForum, handle: str) -> list[tuple[object, ...]]:
    return forum.ask(
        "SELECT e.id FROM exports e JOIN members m ON m.id = e.member_id"
        " WHERE m.handle = ? AND e.key IS NOT NULL",
        handle,
    )
