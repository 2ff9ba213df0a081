"""Conversations that members are in."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import delete, select

from forum.accounts.holdings import Holding, Parting
from forum.accounts.keeping import AT_ONCE, QUIETLY, count_rows, every_column, plainly
from forum.accounts.models import Member
from forum.accounts.operations.own_stamps import raise_own_stamps
from forum.accounts.values import Person
from forum.discussion.models import (
    AudienceChange,
    Post,
    PutAway,
    Thread,
    ThreadGroup,
    ThreadPerson,
)
from forum.discussion.operations.ending import end_conversation
from forum.discussion.queries.audiences import is_left_by_all
from forum.discussion.queries.threads import select_visible_posts
from forum.kernel.clock import now
from forum.kernel.db import db


def _rows(person: Person) -> Iterator[Mapping[str, Any]]:
    """Give what was written in the conversations that are open to the person at this moment."""
    last = 0
    shown = (
        Post.id,
        Post.thread_id,
        Thread.title,
        Post.number,
        Member.name.label("author"),
        Post.created_at,
        Post.raw,
    )
    while True:
        query = (
            select_visible_posts(person)
            .join(Member, Member.id == Post.author_id)
            .where(Thread.category_id.is_(None), Post.id > last)
            .with_only_columns(*shown)
        )
        rows = db.session.execute(query.order_by(Post.id).limit(AT_ONCE)).all()
        if not rows:
            return
        for row in rows:
            yield {name: plainly(value) for name, value in row._mapping.items()}  # noqa: SLF001
        last = rows[-1].id


def _leave(parting: Parting) -> Iterator[None]:
    """Leave all conversations; those that nobody is in any more end."""
    open_ = select(ThreadPerson).where(
        ThreadPerson.member_id == parting.member_id, ThreadPerson.left_at.is_(None)
    )
    while rows := db.session.scalars(open_.limit(AT_ONCE)).all():
        for row in rows:
            row.left_at = now()
        db.session.flush()
        for row in rows:
            thread = db.session.get_one(Thread, row.thread_id, with_for_update=True)
            if thread.is_conversation and is_left_by_all(thread.id):
                end_conversation(thread)
        raise_own_stamps([parting.member_id])
        yield
    gone = delete(PutAway).where(PutAway.member_id == parting.member_id)
    db.session.execute(gone, execution_options=QUIETLY)
    yield


CONVERSATIONS = Holding(
    key="conversations",
    title="Conversations you are in",
    about="Who is in them, since when, and what was written there, by you and to you.",
    until="Kept until everybody has left. You leave them when you leave; what you wrote there goes or "
    "stays like your posts.",
    columns=every_column(ThreadPerson, ThreadGroup, AudienceChange, PutAway),
    count=lambda member_id: count_rows(
        (ThreadPerson.member_id == member_id) & ThreadPerson.left_at.is_(None),
        ThreadPerson.joined_at,
    ),
    rows=_rows,
    erase=_leave,
)
