"""A member writes under a pseudonym, two custodians lift it, the author is told; scripts on and off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import RunningForum
from tests.journeys.patience import reads, until

pytestmark = pytest.mark.browser
Visit = Callable[[str], Page]
PASSPHRASE = "correct horse battery staple"
CUSTODIANS = ("member2", "facilitator2")


def name_custodians(visit: Visit, forum: RunningForum) -> None:
    """Let two people name two custodians, who make their keys."""
    if forum.ask("SELECT 1 FROM custodians"):
        return
    facilitator, host = visit("facilitator"), visit("host")
    for handle in CUSTODIANS:
        facilitator.goto("/custodians")
        facilitator.fill("[name=handle]", f"@{handle}")
        facilitator.fill("form.form [name=because]", "Members trust them.")
        facilitator.click("button:has-text('Propose')")
        confirm = host.locator("button:has-text('Confirm')")
        until(lambda confirm=confirm: host.goto("/custodians") and confirm.count())
        confirm.click()
        custodian = visit(handle)
        custodian.goto("/custodians/key")
        custodian.fill("[name=passphrase]", PASSPHRASE)
        custodian.fill("[name=again]", PASSPHRASE)
        custodian.click("button:has-text('Make the key')")
        custodian.wait_for_url("**/custodians")


def open_thread(visit: Visit, forum: RunningForum) -> str:
    """Let a category allow pseudonyms, and return the address of a short thread in it."""
    [(thread_id, slug, category_id)] = forum.ask(
        "SELECT id, slug, category_id FROM threads WHERE category_id IN (SELECT c.category_id "
        "FROM category_permissions c JOIN groups g ON g.id = c.group_id WHERE g.name_key = 'members' "
        "AND c.level = 3) AND closed_at IS NULL AND archived_at IS NULL AND post_count < 15 "
        "AND NOT is_reserved ORDER BY id LIMIT 1"
    )
    host = visit("host")
    host.goto(f"/admin/categories/{category_id}")
    host.check("[name=allows_pseudonyms]")
    host.click("main form button.primary")
    host.wait_for_url("**/admin/categories")
    return f"/t/{slug}/{thread_id}"


def lift(visit: Visit, post_id: int) -> None:
    """Let one custodian ask and a second one lift the pseudonym of the demo's member."""
    first, second = visit(CUSTODIANS[0]), visit(CUSTODIANS[1])
    first.goto(f"/p/{post_id}/unmask")
    first.check("[name=ground][value=danger]")
    first.fill("[name=because]", "Somebody is threatened.")
    first.fill("[name=passphrase]", PASSPHRASE)
    first.click("button:has-text('Ask a second custodian')")
    first.wait_for_url("**/unmasking")
    second.goto("/for-you")
    second.click("text=Lift a pseudonym?")
    second.fill("[name=passphrase]", PASSPHRASE)
    second.click("button:has-text('Lift the pseudonym')")
    second.wait_for_selector("text=This is shown to you once")
    reads(second, "h1", "(@member)")


def test_member_writes_unknown_until_two_custodians_lift_it(
    visit: Visit, forum: RunningForum, scripts: bool
) -> None:
    name_custodians(visit, forum)
    address = open_thread(visit, forum)
    thread_id = address.rsplit("/", 1)[1]
    words = f"Candid words, {'with' if scripts else 'without'} scripts."
    author = visit("member")
    author.goto(f"/t/{thread_id}/pseudonym")
    reads(author, "main", "You are one of")
    author.fill("[name=body]", words)
    author.click("button:has-text('Post under a new pseudonym')")
    author.wait_for_selector("#key")
    key = author.input_value("#key")
    author.click("text=I have kept it")
    reads(author, "main", words)
    [(post_id, number, author_id, name)] = forum.ask(
        "SELECT p.id, p.number, p.author_id, m.name FROM posts p JOIN members m "
        "ON m.id = p.author_id WHERE p.raw = ?",
        words,
    )
    [(member_id,)] = forum.ask("SELECT id FROM members WHERE handle = 'member'")
    assert author_id != member_id
    forum.expect([], "SELECT 1 FROM pseudonyms WHERE key_hash = ?", key)

    reader = visit("host2")
    reader.goto(f"{address}/{number}")
    article = f"#post-{number}"
    reads(reader, f"{article} .post-author", name)
    shown = reader.get_attribute(f"{article} .permalink time", "datetime")
    assert shown is not None
    assert len(shown) == len("2026-11-22")
    for place in (
        "/u/member",
        "/u/member/activity",
        f"/search?q=@member+{words.split(maxsplit=1)[0]}",
    ):
        reader.goto(place)
        assert words not in reader.content()

    lift(visit, post_id)
    author.goto("/for-you")
    author.click("text=A pseudonym of yours was lifted")
    reads(author, "main", "Somebody is threatened.")
    author.click("button:has-text('I have read it')")
    forum.expect([], "SELECT 1 FROM unmasking_notices")
    forum.expect([], "SELECT 1 FROM unmasking_notices")
    reader.goto("/moderation-log")
    assert "Two custodians lifted a pseudonym" in reader.content()
    assert "threatened" not in reader.content()

    author.goto(f"/t/{thread_id}/pseudonym")
    author.check("[name=sure]")
    author.click("button:has-text('Erase')")
    author.wait_for_url(f"**{address}")
    forum.expect([], "SELECT 1 FROM posts WHERE raw = ?", words)
    reader.goto(f"{address}/{number}")
    reads(reader, article, "Withdrawn by its author")
