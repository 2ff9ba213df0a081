"""Rules and their twins in SQL say the same, whoever asks and whatever there is."""

import random

import pytest
from sqlalchemy import select

from forum import Forum
from forum.accounts.models import Group, GroupMember, Member
from forum.accounts.values import SYSTEM, VISITOR, Level, Person, Role
from forum.discussion.models import Post, Thread
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.queries.audiences import members_who_read
from forum.discussion.queries.conversations import page_of_conversations
from forum.discussion.queries.lists import page_of_threads
from forum.discussion.queries.threads import (
    VISIBLE,
    select_listed_posts,
    select_listed_threads,
    select_visible_posts,
    select_visible_threads,
    visible_values,
)
from forum.discussion.rules import may_see_thread
from forum.discussion.values import Folder, Listing
from forum.kernel.db import db, read, unit_of_work
from tests.builders.accounts import make_group, make_member, person
from tests.builders.conversations import leave, make_conversation
from tests.builders.discussion import make_category, make_facilitator_of, make_reply, make_thread


@pytest.mark.parametrize("seed", range(6))
def test_twins_agree_for_generated_communities(app: Forum, seed: int) -> None:
    chance = random.Random(seed)
    members = [make_member(role=chance.choice(list(Role))) for _ in range(7)]
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
    withdraw_some(chance)
    for reader in (*(person(member) for member in members), person(writer), VISITOR, SYSTEM):
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
    listed = {thread.id for thread in threads if thread.id in allowed and thread.category_id}
    assert {thread.id for thread in db.session.scalars(select_listed_threads(reader))} == listed
    in_lists = {post.id for post in db.session.scalars(select_listed_posts(reader))}
    assert in_lists == {id_ for id_ in readable if thread_of(id_) in listed}
    if reader.is_member:
        built = {row.id for row in read(select(Thread.id).where(VISIBLE), **visible_values(reader))}
        assert built == allowed
        lines = page_of_threads(reader, Listing.LATEST).lines
        assert {line.id for line in lines} == listed
        own = [page_of_conversations(reader, one).lines for one in (Folder.INBOX, Folder.ARCHIVE)]
        assert {line.thread.id for lines in own for line in lines} == allowed - listed
        for thread in threads:
            if thread.is_conversation:
                assert (thread.id in allowed) == (reader.id in members_who_read(thread.id))


def thread_of(post_id: int) -> int:
    return db.session.get_one(Post, post_id).thread_id
