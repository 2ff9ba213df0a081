"""How many statements the most visited pages run, whatever stands on them."""

import pytest
from flask.testing import FlaskClient

from forum.accounts.values import Role, ThreadView
from forum.discussion.following import Following
from forum.discussion.models import PostFile, Thread
from forum.discussion.operations.following import follow_category, follow_thread
from forum.discussion.operations.reading import choose_thread_view
from forum.kernel.db import db, unit_of_work
from forum.outreach.notifications.operations import mark_all_read
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.notifications import tell_everybody

MOST = 8


def busy_thread(handle: str) -> Thread:
    """Make a thread of two pages with mentions, thread links, quotes, files and nested replies."""
    category = make_category()
    anna = person(make_member(handle))
    other = make_thread(category, anna, title="Another thread")
    thread = make_thread(category, anna, tags=("housing", "wages"))
    above = None
    for number in range(24):
        words = f"Thanks @{handle}, see /t/{other.id} too: {number}."
        quote = f'[quote="{handle}, post:1, topic:{thread.id}"]\nWords.\n[/quote]\n\n'
        above = make_reply(thread, anna, quote + words, to=above if number % 5 else None)
        with unit_of_work():
            db.session.add(
                PostFile(post_id=above.id, name="a.txt", content_type="t/t", size=1, key="aa/bb")
            )
    return thread


@pytest.mark.parametrize("view", list(ThreadView))
@pytest.mark.parametrize("role", [Role.MEMBER, Role.FACILITATOR])
def test_thread_page_runs_few_statements(
    client: FlaskClient, statements: list[str], view: ThreadView, role: Role
) -> None:
    thread = busy_thread("writer")
    reader = make_member("reader", role=role)
    with unit_of_work():
        choose_thread_view(view, by=person(reader))
    sign_in_as(client, reader)
    address = f"/t/{thread.slug}/{thread.id}"
    client.get(address)
    del statements[:]
    assert client.get(address).status_code == 200
    assert len(statements) <= MOST, "\n".join(statements)


@pytest.mark.parametrize(
    "address", ["/latest", "/new", "/unread", "/top?period=week", "/categories", "/tags"]
)
def test_lists_run_few_statements(client: FlaskClient, statements: list[str], address: str) -> None:
    busy_thread("writer")
    sign_in_as(client, make_member("reader"))
    client.get(address)
    del statements[:]
    assert client.get(address).status_code == 200
    assert len(statements) <= MOST, "\n".join(statements)


def count_of(client: FlaskClient, statements: list[str], address: str) -> int:
    client.get(address)
    del statements[:]
    assert client.get(address).status_code == 200
    return len(statements)


@pytest.mark.parametrize("address", ["/latest", "/unread", "/t/"])
def test_notifications_and_following_cost_one_statement_at_most(
    client: FlaskClient, statements: list[str], address: str
) -> None:
    thread = busy_thread("writer")
    address = f"/t/{thread.slug}/{thread.id}" if address == "/t/" else address
    reader = make_member("reader")
    sign_in_as(client, reader)
    before = count_of(client, statements, address)
    category = make_category()
    make_thread(category, person(make_member()), body="Dear @reader.", tags=("housing",))
    tell_everybody()
    muted = make_thread(category, person(reader))
    with unit_of_work():
        follow_thread(muted, Following.MUTED, by=person(reader))
        follow_category(category.id, Following.WATCHING, by=person(reader))
    assert count_of(client, statements, address) <= before + 1
    with unit_of_work():
        mark_all_read(by=person(reader))
    assert count_of(client, statements, address) == before
