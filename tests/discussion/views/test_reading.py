"""Reading a thread: where it goes on, what is new, who writes, replies, sharing, print."""

import re

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import GroupMember, Member
from forum.accounts.values import SYSTEM, Level, Role, ThreadView
from forum.discussion.models import ReadingPosition, Thread
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.operations.reading import choose_thread_view
from forum.discussion.operations.threads import close_thread
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.reading import note_reading, noted_position, write_noted
from forum.discussion.views.reading import SCRIPTS
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_group, make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread


@pytest.fixture
def anna(app: object) -> Member:
    return make_member("anna", name="Anna Author")


def thread_of(count: int, author: Member) -> Thread:
    """Make a thread with so many posts in a category of its own."""
    category = make_category()
    by = person(author)
    thread = make_thread(category, by, body="Words of post 1.")
    for number in range(2, count + 1):
        make_reply(thread, by, f"Words of post {number}.")
    return thread


def address_of(thread: Thread) -> str:
    return f"/t/{thread.slug}/{thread.id}"


def have_read(member: Member, thread: Thread, number: int) -> None:
    note_reading(member.id, thread.id, number)
    write_noted()


def numbers(text: str) -> list[int]:
    """Return the numbers of the posts on a page."""
    return [int(number) for number in re.findall(r'id="post-(\d+)"', text)]


# Where one left off


def test_long_thread_goes_on_at_the_first_unread_post(client: FlaskClient, anna: Member) -> None:
    thread, reader = thread_of(25, anna), make_member("reader")
    sign_in_as(client, reader)
    assert client.get(address_of(thread)).status_code == 200
    have_read(reader, thread, 21)
    assert client.get(address_of(thread)).location == f"{address_of(thread)}/22#post-22"
    have_read(reader, thread, 25)
    assert client.get(address_of(thread)).location == f"{address_of(thread)}/25#post-25"
    assert numbers(client.get(f"{address_of(thread)}?page=1").text) == [*range(1, 21)]


def test_short_thread_is_shown_as_a_whole_at_its_own_address(
    client: FlaskClient, anna: Member
) -> None:
    thread = thread_of(3, anna)
    sign_in_as(client, anna)
    for _ in range(2):
        assert numbers(client.get(address_of(thread)).text) == [1, 2, 3]


def test_line_stands_between_what_was_read_and_what_is_new(
    client: FlaskClient, anna: Member
) -> None:
    thread, reader = thread_of(5, anna), make_member("reader")
    sign_in_as(client, reader)
    assert "new-posts" not in client.get(address_of(thread)).text
    with unit_of_work():
        db.session.query(ReadingPosition).delete()
    have_read(reader, thread, 5)
    make_reply(thread, person(anna))
    make_reply(thread, person(anna))
    text = client.get(address_of(thread)).text
    assert "2 new posts</p>" in text
    assert text.index('id="post-5"') < text.index("2 new posts") < text.index('id="post-6"')


def test_end_of_a_thread_says_that_everything_was_read(client: FlaskClient, anna: Member) -> None:
    thread = thread_of(2, anna)
    sign_in_as(client, make_member("reader"))
    assert "all-read" not in client.get(address_of(thread)).text
    assert 'all-read">You have read everything.' in client.get(address_of(thread)).text


def test_new_posts_are_counted_above_a_tree(client: FlaskClient, anna: Member) -> None:
    thread, reader = thread_of(4, anna), make_member("reader")
    have_read(reader, thread, 3)
    with unit_of_work():
        choose_thread_view(ThreadView.TREE, by=person(reader))
    sign_in_as(client, reader)
    assert f'{address_of(thread)}/4#post-4">1 new post</a>' in client.get(address_of(thread)).text


# What was in view


def test_scripts_tell_what_was_in_view(client: FlaskClient, anna: Member) -> None:
    thread = thread_of(4, anna)
    sign_in_as(client, anna)
    client.set_cookie(SCRIPTS, "1")
    client.get(address_of(thread))
    assert noted_position(anna.id, thread.id) == 0
    assert client.post(f"/t/{thread.id}/read", data={"number": "2"}).status_code == 204
    assert noted_position(anna.id, thread.id) == 2


@pytest.mark.parametrize("number", ["", "-1", "x", "\x00", "9" * 40, "٣"])
def test_nonsense_is_no_position(client: FlaskClient, anna: Member, number: str) -> None:
    thread = thread_of(2, anna)
    sign_in_as(client, anna)
    assert client.post(f"/t/{thread.id}/read", data={"number": number}).status_code == 204
    assert noted_position(anna.id, thread.id) in {0, 2}


def test_noting_a_position_writes_nothing(
    client: FlaskClient, anna: Member, statements: list[str]
) -> None:
    thread = thread_of(2, anna)
    sign_in_as(client, anna)
    address = f"/t/{thread.id}/read"
    del statements[:]
    client.post(address, data={"number": "1"})
    assert all(statement.startswith("SELECT") for statement in statements)
    assert len(statements) == 2


def test_browser_whose_scripts_are_off_again_is_noticed(client: FlaskClient, anna: Member) -> None:
    thread = thread_of(2, anna)
    sign_in_as(client, anna)
    client.set_cookie(SCRIPTS, "1")
    found = re.search(r'src="(/t/\d+/shown\?number=2)"', client.get(address_of(thread)).text)
    assert found is not None
    answer = client.get(found[1])
    assert answer.status_code == 204
    assert noted_position(anna.id, thread.id) == 2
    assert client.get_cookie(SCRIPTS) is None


# A part of the page, for the page that is open


def test_part_holds_the_posts_and_the_pages_alone(client: FlaskClient, anna: Member) -> None:
    thread = thread_of(45, anna)
    sign_in_as(client, anna)
    text = client.get(f"{address_of(thread)}?page=2&part=posts").text
    assert numbers(text) == [*range(21, 41)]
    assert "<html" not in text
    assert "csrf_token" not in text
    assert f"{address_of(thread)}?page=3" in text
    assert "part=posts" not in text


# One person's posts


@pytest.mark.parametrize("view", list(ThreadView))
def test_posts_of_one_person_stand_alone(
    client: FlaskClient, anna: Member, view: ThreadView
) -> None:
    thread, ben = thread_of(3, anna), make_member("ben", name="Ben Barrister")
    make_reply(thread, person(ben), "What Ben thinks.")
    with unit_of_work():
        choose_thread_view(view, by=person(anna))
    sign_in_as(client, anna)
    text = client.get(f"{address_of(thread)}?by=BEN").text
    assert numbers(text) == [4]
    assert "wrote here: 1 post." in text
    assert f'{address_of(thread)}?page=1">Show all posts' in text
    assert noted_position(anna.id, thread.id) == 0


def test_nobody_and_nobody_here_look_the_same(client: FlaskClient, anna: Member) -> None:
    thread = thread_of(2, anna)
    make_member("carla")
    sign_in_as(client, anna)
    texts = [
        client.get(f"{address_of(thread)}?by={handle}").text.replace(handle, "?")
        for handle in ("carla", "nobod")
    ]
    token = re.compile(r'name="(?:once|csrf_token)" value="[^"]*"|data-seal="[^"]*"')
    assert token.sub("", texts[0]) == token.sub("", texts[1])
    assert "Nobody called @? has written here." in texts[0]
    assert client.get(f"{address_of(thread)}?by=%00").status_code == 200


def test_withdrawn_posts_are_not_among_those_of_a_person(client: FlaskClient, anna: Member) -> None:
    thread = thread_of(3, anna)
    post = make_reply(thread, person(anna))
    with unit_of_work():
        found = get_post(post.id, by=SYSTEM)
        withdraw_post(found.thread, found, by=SYSTEM, because="It names a client.")
    sign_in_as(client, anna)
    assert numbers(client.get(f"{address_of(thread)}?by=anna").text) == [1, 2, 3]


def test_people_are_named_with_their_posts(client: FlaskClient, anna: Member) -> None:
    thread = thread_of(2, anna)
    sign_in_as(client, anna)
    for address in (address_of(thread), f"/t/{thread.id}/writers"):
        assert f'href="{address_of(thread)}?by=anna"' in client.get(address).text


def test_timeline_leads_to_days(client: FlaskClient, anna: Member) -> None:
    thread = thread_of(22, anna)
    sign_in_as(client, anna)
    text = client.get(f"{address_of(thread)}?page=1").text
    assert f'href="{address_of(thread)}/1#post-1" data-number="1"' in text


# Replies, and the address of a post


def test_replies_to_a_post_have_a_page(client: FlaskClient, anna: Member) -> None:
    thread = thread_of(2, anna)
    first = make_reply(thread, person(anna), "The question.")
    make_reply(thread, person(anna), "Something else.")
    make_reply(thread, person(anna), "The answer.", to=first)
    sign_in_as(client, anna)
    assert f'href="/p/{first.id}/replies">1 reply</a>' in client.get(address_of(thread)).text
    text = client.get(f"/p/{first.id}/replies").text
    assert numbers(text) == [3, 5]


def test_only_reply_right_below_is_not_offered_again(client: FlaskClient, anna: Member) -> None:
    thread = thread_of(1, anna)
    first = make_reply(thread, person(anna))
    make_reply(thread, person(anna), to=first)
    sign_in_as(client, anna)
    assert f"/p/{first.id}/replies" not in client.get(address_of(thread)).text


def test_shared_address_tells_no_title(client: FlaskClient, anna: Member) -> None:
    thread = thread_of(1, anna)
    post = make_reply(thread, person(anna))
    sign_in_as(client, anna)
    assert f'value="http://localhost/t/{thread.id}/2"' in client.get(f"/p/{post.id}/link").text
    assert client.get(f"/t/{thread.id}/2").location == f"{address_of(thread)}/2"


# Paper


def test_thread_is_printed_as_a_whole_and_without_its_reader(
    client: FlaskClient, anna: Member
) -> None:
    thread, reader = thread_of(45, anna), make_member("reader", name="Rita Reader")
    sign_in_as(client, reader)
    main = client.get(f"{address_of(thread)}?print=1").text.split("<main")[1].split("</main")[0]
    assert [f"Words of post {number}." in main for number in (1, 21, 45)] == [True] * 3
    assert "Rita" not in main
    assert "<form" not in main
    assert noted_position(reader.id, thread.id) == 0


# Small lines


@pytest.mark.parametrize("view", list(ThreadView))
def test_lines_say_what_was_done(client: FlaskClient, anna: Member, view: ThreadView) -> None:
    thread = thread_of(3, anna)
    facilitator = person(make_member("facil", role=Role.FACILITATOR))
    with unit_of_work():
        choose_thread_view(view, by=person(anna))
        found = get_thread(thread.id, by=facilitator)
        close_thread(found, by=facilitator, because="It is <settled>.")
    sign_in_as(client, anna)
    text = client.get(address_of(thread)).text
    line = "A facilitator closed the thread."
    assert text.index('id="post-3"') < text.index(line)
    assert "It is &lt;settled&gt;." in text[text.index(line) :]


# Read on


def test_unread_threads_are_suggested_but_none_that_is_hidden(
    client: FlaskClient, anna: Member
) -> None:
    reader = make_member("reader")
    circle = make_group("Circle", anna, reader)
    hidden = make_category("Hidden", levels={circle: Level.START})
    secret = make_thread(hidden, person(anna), title="The secret matter")
    thread, other = thread_of(2, anna), thread_of(2, anna)
    for each in (secret, other):
        have_read(reader, each, 1)
        make_reply(each, person(anna))
    sign_in_as(client, reader)
    text = client.get(address_of(thread)).text
    suggested = text[text.index('class="suggested"') :]
    assert other.title in suggested
    assert "The secret matter" in suggested
    with unit_of_work():
        db.session.query(GroupMember).filter_by(member_id=reader.id, group_id=circle.id).delete()
    text = client.get(address_of(thread)).text
    assert other.title in text[text.index('class="suggested"') :]
    assert "The secret matter" not in text
