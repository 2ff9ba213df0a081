"""What waits for a member: who has called them, or replied to them, and has no answer yet."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.accounts.slots import Need, Section
from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.discussion.queries.threads import VISIBLE
from forum.kernel.db import Word, read
from forum.kernel.markup import excerpt
from forum.kernel.times import full_time
from forum.outreach.notifications.models import Notification
from forum.outreach.notifications.queries.lines import MAY_KNOW, MINE, known_values
from forum.outreach.notifications.values import Cause

MOST = 20
"""Needs of one kind that are shown."""

_Own = aliased(Post)
_HAS_ANSWERED = exists().where(
    _Own.thread_id == Post.thread_id,
    _Own.author_id == Notification.member_id,
    _Own.created_at > Post.created_at,
    _Own.withdrawn_at.is_(None),
)
_WAITING = (
    select(
        Notification.id,
        Notification.cause,
        Notification.made_at,
        Thread.id.label("thread_id"),
        Thread.slug,
        Thread.title,
        Post.number,
        Post.text,
        Member.name,
    )
    .select_from(Notification)
    .join(Post, Post.id == Notification.post_id)
    .join(Thread, Thread.id == Post.thread_id)
    .join(Member, Member.id == Post.author_id)
    .where(
        MINE,
        MAY_KNOW,
        Notification.cause == bindparam("cause", type_=Word(Cause)),
        Notification.done_at.is_(None),
        ~_HAS_ANSWERED,
    )
    .order_by(Notification.made_at.desc(), Notification.id.desc())
    .limit(MOST + 1)
)
_UNSEEN = _WAITING.where(Notification.read_at.is_(None))


def section_of(cause: Cause, title: str, place: int, person: Person) -> Section:
    """Return what waits for the person for this cause, the newest first."""
    # A reminder has done its work when it was seen; who was called has to answer, or to say so.
    statement = _UNSEEN if cause is Cause.REMINDED else _WAITING
    rows: Sequence[Any] = read(statement, cause=cause, **known_values(person)).all()
    more = ("All of them", f"/notifications?cause={cause}") if len(rows) > MOST else None
    return Section(title, [_need(row) for row in rows[:MOST]], place, more)


_ENDING = (
    select(
        Notification.id,
        Notification.made_at,
        Thread.id.label("thread_id"),
        Thread.slug,
        Thread.title,
        Thread.ends_at,
    )
    .select_from(Notification)
    .join(Thread, Thread.id == Notification.thread_id)
    .where(
        MINE,
        VISIBLE,
        Notification.cause == Cause.ENDING,
        Notification.done_at.is_(None),
        Thread.ends_at.is_not(None),
    )
    .order_by(Thread.ends_at, Notification.id)
    .limit(MOST + 1)
)


def endings(person: Person) -> Section:
    """Return the threads that end soon and in which the person has written, the nearest first."""
    rows: Sequence[Any] = read(_ENDING, **known_values(person)).all()
    more = ("All of them", f"/notifications?cause={Cause.ENDING}") if len(rows) > MOST else None
    needs = [
        Need(
            title=row.title,
            address=f"/t/{row.slug}/{row.thread_id}",
            about=f"Ends on {full_time(row.ends_at, person.preferences.timezone)}: then its text "
            "is removed. Keep what you still need.",
            at=row.made_at,
            done_at=f"/notifications/{row.id}/done",
        )
        for row in rows[:MOST]
    ]
    return Section("Threads that end soon", needs, 40, more)


def _need(row: Any) -> Need:
    return Need(
        title=row.title,
        address=f"/t/{row.slug}/{row.thread_id}/{row.number}#post-{row.number}",
        about=f"{row.name}: {excerpt(row.text, 160)}",
        at=row.made_at,
        done_at=f"/notifications/{row.id}/done",
    )
