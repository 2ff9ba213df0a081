"""How many statements the most visited pages run, whatever stands on them."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.accounts.values import SYSTEM, Role, ThreadView
from forum.discussion.following import Following
from forum.discussion.models import Thread
from forum.discussion.operations.answers import mark_answer
from forum.discussion.operations.bookmarks import keep_bookmark
from forum.discussion.operations.following import follow_category, follow_thread
from forum.discussion.operations.reactions import give_reaction
from forum.discussion.operations.reading import choose_thread_view
from forum.discussion.operations.summaries import SummaryTexts, make_ready, write_summary
from forum.discussion.operations.threads import close_thread
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.values import Sign
from forum.kernel.db import unit_of_work
from forum.outreach.notifications.operations import mark_all_read
from tests.builders.accounts import make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.files import image_in_text, make_file, make_file_beside
from tests.builders.notifications import tell_everybody
from tests.databases import undone_after, undone_afterwards

MOST = 8


def busy_thread(handle: str) -> Thread:
    """Make a thread of two pages with mentions, thread links, quotes, files and nested replies."""
    category = make_category()
    anna = person(make_member(handle))
    other = make_thread(category, anna, title="Another thread")
    thread = make_thread(category, anna, tags=("housing", "wages"))
    above = None
    for number in range(24):
        words = f"Thanks @{handle}, see /t/{other.id} and #housing too: {number}."
        quote = f'[quote="{handle}, post:1, topic:{thread.id}"]\nWords.\n[/quote]\n\n'
        shown = image_in_text(make_file(anna))
        above = make_reply(
            thread, anna, f"{quote}{words}\n\n{shown}", to=above if number % 5 else None
        )
        make_file_beside(above)
    with unit_of_work():
        close_thread(get_thread(thread.id, by=SYSTEM), by=SYSTEM, because="It was answered.")
    return thread


@pytest.fixture(scope="module")
def busy(migrated_app: Forum) -> Iterator[str]:
    """Make the thread once for all tests that only look at it, and return its address."""
    with undone_after(migrated_app):
        thread = busy_thread("writer")
        yield f"/t/{thread.slug}/{thread.id}"


@pytest.fixture
def app(migrated_app: Forum, busy: str) -> Iterator[Forum]:
    """Return the application with the thread, and what a test does undone after it."""
    with undone_afterwards():
        yield migrated_app


@pytest.mark.parametrize("view", list(ThreadView))
@pytest.mark.parametrize("role", [Role.MEMBER, Role.FACILITATOR])
@pytest.mark.parametrize("query", ["page=1", "page=2", "by=writer", "page=2&part=posts"])
def test_thread_page_runs_few_statements(
    client: FlaskClient, statements: list[str], busy: str, view: ThreadView, role: Role, query: str
) -> None:
    reader = make_member("reader", role=role)
    with unit_of_work():
        choose_thread_view(view, by=person(reader))
    sign_in_as(client, reader)
    address = f"{busy}?{query}"
    client.get(address)
    del statements[:]
    assert client.get(address).status_code == 200
    assert len(statements) <= MOST, "\n".join(statements)


@pytest.mark.parametrize(
    "address", ["/latest", "/new", "/unread", "/top?period=week", "/categories", "/tags"]
)
def test_lists_run_few_statements(client: FlaskClient, statements: list[str], address: str) -> None:
    sign_in_as(client, make_member("reader"))
    client.get(address)
    del statements[:]
    assert client.get(address).status_code == 200
    assert len(statements) <= MOST, "\n".join(statements)


def test_marks_cost_statements_only_where_there_are_any(
    client: FlaskClient, statements: list[str]
) -> None:
    category = make_category(takes_answers=True)
    anna, ben = make_member("anna"), make_member("ben")
    plain, marked = (make_thread(category, person(anna)) for _ in range(2))
    posts = [make_reply(marked, person(anna)) for _ in range(5)]
    make_reply(plain, person(anna))
    with unit_of_work():
        for post in posts:
            post = get_post(post.id, by=person(ben))  # noqa: PLW2901
            for sign in Sign:
                give_reaction(post.thread, post, sign, by=person(ben))
            keep_bookmark(post, by=person(ben))
        asked = get_thread(marked.id, by=person(anna))
        mark_answer(asked, get_post(posts[0].id, by=person(anna)), by=person(anna))
        texts = make_ready(SummaryTexts("In short.", "#1", "@anna?"))
        write_summary(asked, texts, by=person(anna), seen_version=0)
    sign_in_as(client, make_member("reader"))
    counts = []
    for address in [f"/t/{thread.slug}/{thread.id}" for thread in (plain, marked)]:
        client.get(address)
        del statements[:]
        client.get(address)
        counts.append(len(statements))
    # One for all reactions, one for the summary, and two for the names and titles that it holds.
    assert counts[1] - counts[0] <= 4
    assert counts[0] <= 4
    assert counts[1] <= MOST


def count_of(client: FlaskClient, statements: list[str], address: str) -> int:
    client.get(address)
    del statements[:]
    assert client.get(address).status_code == 200
    return len(statements)


@pytest.mark.parametrize("address", ["/latest", "/unread", "/t/"])
def test_notifications_and_following_cost_one_statement_at_most(
    client: FlaskClient, statements: list[str], busy: str, address: str
) -> None:
    address = f"{busy}?page=1" if address == "/t/" else address
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
