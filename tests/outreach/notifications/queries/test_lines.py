"""What a member is told, and what vanishes again, line and count."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum import Forum
from forum.accounts.identity import load_person
from forum.accounts.models import GroupMember
from forum.accounts.values import Level, Person
from forum.discussion.models import CategoryPermission, Post, Thread
from forum.discussion.operations.posts import restore_post, withdraw_post
from forum.discussion.operations.threads import move_thread
from forum.discussion.queries.threads import get_thread
from forum.discussion.reading import note_reading
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import NotFound
from forum.outreach.notifications.models import Notification
from forum.outreach.notifications.operations import mark_all_read
from forum.outreach.notifications.queries.lines import (
    LINES_PER_PAGE,
    MOST_COUNTED,
    bell_of,
    get_notification,
    page_of_notifications,
)
from forum.outreach.notifications.rules import may_be_told
from forum.outreach.notifications.values import Cause
from tests.builders.accounts import Role, make_group, make_member, make_person, person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.notifications import tell_everybody


def here(member_id: int) -> Person:
    """Return the member as a request finds them, with something to look for."""
    return replace(load_person(member_id), along={"has_unread": True})


def causes(reader: Person) -> list[Cause]:
    return [line.cause for line in page_of_notifications(reader).lines]


def test_new_posts_of_one_thread_share_a_line_that_leads_to_the_first(app: Forum) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    thread = make_thread(category, anna)
    for _ in range(3):
        make_reply(thread, ben)
    make_reply(thread, ben, "Dear @anna.")
    make_reply(thread, ben)
    tell_everybody()
    watched, mention = page_of_notifications(here(anna.member_id)).lines
    assert (watched.cause, watched.count, watched.number) == (Cause.WATCHED, 4, 2)
    assert (mention.cause, mention.count, mention.number) == (Cause.MENTIONED, 1, 5)
    bell = bell_of(here(anna.member_id))
    assert (bell.count, [line.count for line in bell.lines]) == (2, [4, 1])
    assert bell.lines[0].number == 2


def test_read_lines_stand_below_unread_ones(app: Forum) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    old = make_thread(category, anna)
    make_reply(old, ben)
    tell_everybody()
    new = make_thread(category, anna)
    make_reply(new, ben)
    tell_everybody()
    note = db.session.scalars(select(Notification).order_by(Notification.id.desc())).first()
    assert note is not None
    with unit_of_work():
        note.read_at = now()
    lines = page_of_notifications(here(anna.member_id)).lines
    assert [(line.thread_id, line.is_read) for line in lines] == [(old.id, False), (new.id, True)]


def test_who_lost_access_finds_neither_line_nor_count(app: Forum) -> None:
    writer, reader = make_member("writer"), make_member("reader")
    group = make_group("Few", writer, reader)
    inside = make_category(levels={group: Level.START})
    make_thread(inside, person(writer), body="Dear @reader.")
    tell_everybody()
    assert bell_of(here(reader.id)).count == 1
    (line,) = page_of_notifications(here(reader.id)).lines
    with unit_of_work():
        db.session.delete(db.session.get_one(GroupMember, (group.id, reader.id)))
    assert bell_of(here(reader.id)).count == 0
    assert page_of_notifications(here(reader.id)).lines == ()
    with pytest.raises(NotFound):
        get_notification(line.id, by=here(reader.id))


def test_thread_that_moves_out_of_sight_takes_its_notifications_along(app: Forum) -> None:
    facilitator, reader = make_member(role=Role.FACILITATOR), make_member("reader")
    open_, inside = make_category(), make_category(levels={make_group("Few"): Level.START})
    thread = make_thread(open_, person(facilitator), body="Dear @reader.")
    tell_everybody()
    assert bell_of(here(reader.id)).count == 1
    with unit_of_work():
        by = person(facilitator)
        move_thread(get_thread(thread.id, by=by), inside, by=by, because="It is casework.")
    assert bell_of(here(reader.id)).count == 0
    assert causes(here(reader.id)) == []


def test_withdrawn_post_takes_its_notification_along_and_brings_it_back(app: Forum) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    thread = make_thread(category, anna)
    post = make_reply(thread, ben, "Dear @anna.")
    tell_everybody()
    with unit_of_work():
        withdraw_post(get_thread(thread.id, by=ben), db.session.get_one(Post, post.id), by=ben)
    assert bell_of(here(anna.member_id)).count == 0
    assert causes(here(anna.member_id)) == []
    with unit_of_work():
        restore_post(get_thread(thread.id, by=ben), db.session.get_one(Post, post.id), by=ben)
    assert bell_of(here(anna.member_id)).count == 1


def test_who_is_ignored_later_is_heard_of_no_more(app: Forum) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    make_reply(make_thread(category, anna), ben)
    tell_everybody()
    reader = replace(here(anna.member_id), ignored=frozenset({ben.member_id}))
    assert bell_of(reader).count == 0
    assert causes(reader) == []


def test_post_that_was_just_shown_is_not_counted_before_that_is_written(app: Forum) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    thread = make_thread(category, anna)
    make_reply(thread, ben)
    make_reply(thread, ben, "Dear @anna.")
    tell_everybody()
    note_reading(anna.member_id, thread.id, 2)
    bell = bell_of(here(anna.member_id))
    assert [line.cause for line in bell.lines] == [Cause.MENTIONED]


def test_pages_hold_every_line_once(app: Forum) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    thread = make_thread(category, ben)
    moment = now()
    with unit_of_work():
        for number in range(2 * LINES_PER_PAGE + 5):
            post = make_reply(thread, ben)
            db.session.add(
                Notification(
                    member_id=anna.member_id,
                    cause=Cause.MENTIONED if number % 3 else Cause.REPLIED,
                    post_id=post.id,
                    actor_id=ben.id,
                    made_at=moment - timedelta(minutes=number // 2),
                    read_at=None if number % 2 else moment,
                )
            )
    reader, found = here(anna.member_id), []
    for page in (1, 2, 3):
        lines = page_of_notifications(reader, page=page)
        found += [(line.is_read, line.at, line.id) for line in lines.lines]
        assert lines.paging.has_next == (page < 3)
    assert len(found) == len(set(found)) == 2 * LINES_PER_PAGE + 5
    assert found == sorted(found, key=lambda one: (one[0], -one[1].timestamp(), -one[2]))
    replies = page_of_notifications(reader, cause=Cause.REPLIED)
    assert {line.cause for line in replies.lines} == {Cause.REPLIED}
    assert len(replies.lines) == 22


def test_header_stops_counting_somewhere(app: Forum) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    post = make_reply(make_thread(category, ben), ben)
    with unit_of_work():
        rows = [
            Notification(
                member_id=anna.member_id, cause=Cause.INVITED, thread_id=one.id, made_at=now()
            )
            for one in _many_threads(post, MOST_COUNTED + 1)
        ]
        db.session.add_all(rows)
    bell = bell_of(here(anna.member_id))
    assert (bell.count, bell.is_more, len(bell.lines)) == (MOST_COUNTED, True, 8)


def _many_threads(post: Post, count: int) -> list[Thread]:
    found = [
        Thread(
            title="A thread",
            slug="a-thread",
            category_id=post.thread.category_id,
            author_id=post.author_id,
            created_at=post.created_at,
            last_posted_at=post.created_at,
            last_poster_id=post.author_id,
        )
        for _ in range(count)
    ]
    db.session.add_all(found)
    db.session.flush()
    return found


def test_who_has_nothing_unread_is_asked_nothing(app: Forum, statements: list[str]) -> None:
    reader = make_person()
    del statements[:]
    assert bell_of(reader).count == 0
    assert statements == []
    with unit_of_work():
        mark_all_read(by=reader)


@pytest.mark.parametrize("seed", range(6))
def test_lines_are_what_the_rule_allows(app: Forum, seed: int) -> None:
    """Compare the rule with its twin in SQL over readers, categories, posts and ignored members."""
    chance = random.Random(seed)
    members = [make_member() for _ in range(5)]
    groups = [make_group(f"G{number}", *chance.sample(members, 3)) for number in range(3)]
    everybody = make_group("All", *members)
    categories = [
        make_category(levels={group: Level.SEE, everybody: Level.SEE}) for group in groups
    ]
    moment = now()
    with unit_of_work():
        for _ in range(40):
            _tell_of_something(chance, members, categories, moment)
    _narrow(categories, everybody.id)
    for member in members:
        ignored = frozenset(one.id for one in chance.sample(members, 2))
        reader = replace(here(member.id), ignored=ignored)
        shown = {line.id for line in _all_lines(reader)}
        rows = db.session.scalars(
            select(Notification).where(Notification.member_id == member.id)
        ).all()
        allowed = set()
        for row in rows:
            post = db.session.get_one(Post, row.post_id)
            if may_be_told(reader, post.thread, row.actor_id) and not post.is_withdrawn:
                allowed.add(row.id)
        assert shown == allowed


def _tell_of_something(chance, members, categories, moment) -> None:  # type: ignore[no-untyped-def]
    author = chance.choice(members)
    thread = Thread(
        title="A thread",
        slug="a-thread",
        category_id=chance.choice(categories).id,
        author_id=author.id,
        created_at=moment,
        last_posted_at=moment,
        last_poster_id=author.id,
    )
    db.session.add(thread)
    db.session.flush()
    post = Post(
        thread_id=thread.id,
        number=1,
        author_id=author.id,
        tree_path="0001",
        raw="",
        html="",
        text="",
        renderer_version=1,
        created_at=moment,
        withdrawn_at=chance.choice([None, None, moment]),
    )
    db.session.add(post)
    db.session.flush()
    for member in chance.sample(members, 3):
        db.session.add(
            Notification(
                member_id=member.id,
                cause=Cause.MENTIONED,
                post_id=post.id,
                actor_id=chance.choice([None, author.id]),
                made_at=moment,
            )
        )


def _narrow(categories, group_id: int) -> None:  # type: ignore[no-untyped-def]
    """Take the permission of everybody away again: only the groups are left."""
    with unit_of_work():
        for category in categories:
            row = db.session.get_one(CategoryPermission, (category.id, group_id))
            db.session.delete(row)


def _all_lines(reader: Person):  # type: ignore[no-untyped-def]
    return [line for page in (1, 2, 3) for line in page_of_notifications(reader, page=page).lines]
