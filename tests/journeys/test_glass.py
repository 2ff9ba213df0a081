"""Break-glass: a host asks, a second one confirms, those in the thread are told."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningForum

pytestmark = pytest.mark.browser


def test_two_hosts_open_a_closed_thread_for_a_time(
    visit: Callable[[str], Page], forum: RunningForum, scripts: bool
) -> None:
    word = "quillwort" if scripts else "quillmoss"
    author, host, second = visit("member"), visit("host"), visit("host2")
    author.goto("/new-topic?category=strategies")
    author.fill("[name=title]", f"For the two of us about {word}")
    author.fill("[name=body]", f"Nobody but us knows {word}.")
    author.click("main button.primary")
    author.wait_for_url("**/t/**")
    [(thread_id,)] = forum.ask("SELECT id FROM threads WHERE title LIKE ?", f"%{word}")
    author.goto(f"/t/{thread_id}/label")
    author.select_option("[name=readers]", "named")
    author.fill("[name=people]", "member2")
    author.click("main button.primary")
    expect(author.locator("main")).to_contain_text("2 people can read this")
    answer = host.goto(f"/t/{thread_id}")
    assert answer
    assert answer.status == 404

    host.goto("/admin")
    host.click("main >> text=Break-glass")
    host.fill("[name=thread]", f"{forum.address}/t/{thread_id}")
    host.check("[name=ground][value=danger]")
    host.fill("[name=because]", f"Somebody may be hurt by {word}.")
    host.fill("[name=hours]", "80")
    host.click("main form.form button.primary")
    expect(host.locator("#hours-errors")).to_contain_text("between 1 and 72 hours")
    expect(host.locator("[name=because]").first).to_have_value(f"Somebody may be hurt by {word}.")
    host.fill("[name=hours]", "2")
    host.click("main form.form button.primary")
    expect(host.locator("main article").first).to_contain_text("Waits for a second person")

    second.goto("/for-you")
    second.click("main >> text=Break-glass: a host asks")
    expect(second.locator("main")).not_to_contain_text("For the two of us")
    second.click("text=Confirm: open it")
    expect(second.locator("body")).to_contain_text("those in it are told")

    host.goto("/break-glass")
    host.click("text=Read the thread")
    expect(host.locator("main")).to_contain_text(f"Nobody but us knows {word}.")
    expect(host.locator("main [name=body]")).to_have_count(0)

    reader = visit("member2")
    reader.goto("/for-you")
    expect(reader.locator("main")).to_contain_text(f"Somebody may be hurt by {word}.")
    reader.goto(f"/t/{thread_id}")
    expect(reader.locator("main")).to_contain_text("can read this thread")
    reader.goto("/moderation-log?act=glass_broken")
    expect(reader.locator("main")).to_contain_text("A person is in danger. Opened to")
    expect(reader.locator("main")).not_to_contain_text(word)
    assert forum.ask("SELECT thread_id FROM broken_glass WHERE thread_id = ?", thread_id)
    told = (
        "SELECT m.handle FROM notifications n JOIN members m ON m.id = n.member_id"
        " WHERE n.cause = 'opened' AND n.thread_id = ? ORDER BY m.handle"
    )
    forum.expect([("member",), ("member2",)], told, thread_id)
