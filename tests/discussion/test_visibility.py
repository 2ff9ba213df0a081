"""Rules and their twins in SQL say the same, whoever asks and whatever there is."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Group, GroupMember, Member
from forum.accounts.operations.own_stamps import raise_own_stamps
from forum.accounts.values import SYSTEM, VISITOR, Level, Person, Role
from forum.discussion.models import Post, Thread, ThreadPerson
from forum.discussion.operations.labels import Named, reserve
from forum.discussion.operations.life import expire_thread
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.operations.walls import wall_off_member, wall_off_organisation
from forum.discussion.queries.audiences import members_who_read
from forum.discussion.queries.categories import directory
from forum.discussion.queries.conversations import page_of_conversations
from forum.discussion.queries.lists import page_of_threads
from forum.discussion.queries.readers import readers_of
from forum.discussion.queries.threads import (
    VISIBLE,
    select_listed_posts,
    select_listed_threads,
    select_visible_posts,
    select_visible_threads,
    visible_values,
)
from forum.discussion.rules import has_expired, may_see_category, may_see_thread
from forum.discussion.values import Folder, Listing
from forum.kernel.clock import now
from forum.kernel.db import db, read, unit_of_work
from tests.builders.accounts import (
    join_organisation,
    make_group,
    make_member,
    make_organisation,
    person,
)
from tests.builders.circles import make_circle, make_own_category
from tests.builders.conversations import leave, make_conversation
from tests.builders.discussion import make_category, make_facilitator_of, make_reply, make_thread

ROLES = [Role.MEMBER, Role.FACILITATOR, Role.HOST]


@pytest.mark.parametrize("seed", range(6))
def test_twins_agree_for_generated_communities(app: Forum, seed: int) -> None:
    chance = random.Random(seed)
    members = [make_member(role=chance.choice(ROLES)) for _ in range(7)]
    guests = [make_member(role=Role.GUEST) for _ in range(3)]
    groups = [
        make_group(f"Group {number}", *chance.sample(members, chance.randint(0, 4)))
        for number in range(4)
    ]
    writer = make_member(role=Role.FACILITATOR)
    for _ in range(6):
        levels = {group: Level(chance.randint(1, 3)) for group in groups if chance.random() < 0.4}
        category = make_category(levels=levels)
        if chance.random() < 0.3:
            make_facilitator_of(category, chance.choice(members).id)
        make_thread(category, person(writer))
    talk_in_private(chance, members, groups)
    reserve_some(chance, members, groups)
    gather_in_circles(chance, members)
    let_guests_in(chance, guests)
    withdraw_some(chance)
    expire_some(chance)
    for reader in (*(person(one) for one in (*members, *guests)), person(writer), VISITOR, SYSTEM):
        compare(reader)


def talk_in_private(chance: random.Random, members: list[Member], groups: list[Group]) -> None:
    """Let some begin conversations with some and with groups of theirs; some leave, some groups go."""
    conversations = []
    for _ in range(8):
        by = person(chance.choice(members))
        others = [one for one in chance.sample(members, chance.randint(1, 3)) if one.id != by.id]
        own = tuple(one for one in groups if one.id in by.groups and chance.random() < 0.6)
        if others or own:
            conversations.append(make_conversation(by, *others, groups=own))
    for thread in conversations:
        for member in members:
            reader = person(member)
            if may_see_thread(reader, thread) and chance.random() < 0.4:
                make_reply(thread, reader)
            if may_see_thread(reader, thread) and chance.random() < 0.2:
                leave(thread, by=reader)
    with unit_of_work():
        db.session.query(GroupMember).filter_by(group_id=chance.choice(groups).id).delete()


def gather_in_circles(chance: random.Random, members: list[Member]) -> None:
    """Let some convene circles, hidden or not, with some in them whose time may be over."""
    for _ in range(3):
        convener, *others = chance.sample(members, chance.randint(1, 4))
        slug = make_circle(convener, *others, is_hidden=chance.random() < 0.5)
        for _ in range(chance.randint(0, 2)):
            level = Level(chance.randint(1, 3))
            make_thread(make_own_category(slug, convener, level=level), person(convener))
        with unit_of_work():
            group = db.session.query(Group).filter_by(slug=slug).one()
            for row in db.session.query(GroupMember).filter_by(group_id=group.id):
                if not row.is_convener and chance.random() < 0.4:
                    row.until = now() + timedelta(days=chance.choice((-1, 1)))


def let_guests_in(chance: random.Random, guests: list[Member]) -> None:
    """Let guests into some threads, for whom the time may be over."""
    threads = db.session.scalars(select(Thread).where(Thread.category_id.is_not(None))).all()
    for guest in guests:
        for thread in chance.sample(list(threads), 2):
            with unit_of_work():
                if db.session.get(ThreadPerson, (thread.id, guest.id)) is None:
                    until = now() + timedelta(days=chance.choice((-1, 1)))
                    row = ThreadPerson(thread_id=thread.id, member_id=guest.id, until=until)
                    row.joined_at = now()
                    db.session.add(row)
                    raise_own_stamps([guest.id])


def reserve_some(chance: random.Random, members: list[Member], groups: list[Group]) -> None:
    """Reserve some threads, and raise walls for members and organisations, before people join these."""
    organisation = make_organisation("Quill Chambers")
    for thread in db.session.scalars(select(Thread).where(Thread.category_id.is_not(None))).all():
        with unit_of_work():
            if chance.random() < 0.5:
                people = frozenset(one.id for one in chance.sample(members, chance.randint(0, 2)))
                circles = frozenset(one.id for one in chance.sample(groups, chance.randint(0, 2)))
                if people or circles:
                    reserve(thread, Named(people, circles), by=SYSTEM)
            if chance.random() < 0.3:
                wall_off_member(thread, chance.choice(members), by=SYSTEM)
            if chance.random() < 0.2:
                wall_off_organisation(thread, organisation, by=SYSTEM)
    for member in chance.sample(members, 2):
        join_organisation(member, organisation)


def expire_some(chance: random.Random) -> None:
    """Let the time of some threads have come, with and without their text being removed yet."""
    for thread in db.session.scalars(select(Thread).where(Thread.category_id.is_not(None))).all():
        if chance.random() < 0.3:
            with unit_of_work():
                thread.ends_at = now() + timedelta(days=chance.choice([-1, -1, 1]))
            if chance.random() < 0.5:
                with unit_of_work():
                    expire_thread(thread.id)


def withdraw_some(chance: random.Random) -> None:
    for post in db.session.scalars(select(Post)).all():
        if chance.random() < 0.3:
            with unit_of_work():
                withdraw_post(post.thread, post, by=SYSTEM, because="A test.")


def compare(reader: Person) -> None:
    threads = db.session.scalars(select(Thread)).all()
    allowed = {thread.id for thread in threads if may_see_thread(reader, thread)}
    assert {thread.id for thread in db.session.scalars(select_visible_threads(reader))} == allowed
    readable = {
        post.id
        for post in db.session.scalars(select(Post))
        if may_see_thread(reader, post.thread) and not post.is_withdrawn
    }
    assert {post.id for post in db.session.scalars(select_visible_posts(reader))} == readable
    listed = {
        thread.id
        for thread in threads
        if thread.id in allowed
        and thread.category_id
        and may_see_category(reader, thread.category_id)
    }
    assert {thread.id for thread in db.session.scalars(select_listed_threads(reader))} == listed
    in_lists = {post.id for post in db.session.scalars(select_listed_posts(reader))}
    assert in_lists == {id_ for id_ in readable if thread_of(id_) in listed}
    if reader.is_member:
        for thread in threads:
            circle_id = (
                directory().by_id[thread.category_id].circle_id if thread.category_id else None
            )
            is_named = thread.is_reserved or thread.id in reader.grants.opened
            if circle_id is not None and not is_named:
                is_kept_out = has_expired(thread) or thread.id in reader.grants.walled
                is_inside = circle_id in reader.groups and not is_kept_out
                assert (thread.id in allowed) == is_inside
                assert not reader.facilitates(thread.category_id) or circle_id in reader.groups
        built = {row.id for row in read(select(Thread.id).where(VISIBLE), **visible_values(reader))}
        assert built == allowed
        lines = page_of_threads(reader, Listing.LATEST).lines
        assert {line.id for line in lines} == listed
        own = [page_of_conversations(reader, one).lines for one in (Folder.INBOX, Folder.ARCHIVE)]
        private = {thread.id for thread in threads if thread.is_conversation}
        assert {line.thread.id for lines in own for line in lines} == allowed & private
        for thread in threads:
            if (thread.is_conversation or thread.is_reserved) and not has_expired(thread):
                assert (thread.id in allowed) == (reader.id in members_who_read(thread.id))
            assert (thread.id in allowed) == (reader.id in readers_of(thread))


def thread_of(post_id: int) -> int:
    return db.session.get_one(Post, post_id).thread_id
