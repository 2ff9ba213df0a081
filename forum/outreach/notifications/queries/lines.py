"""What a member is told, line by line, and how much of it is unread.

Whether the member may know of it is asked whenever it is shown, in the statement that finds it: who
has lost the sight of a thread finds neither the line nor its count, and what is withdrawn is gone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    bindparam,
    case,
    exists,
    func,
    not_,
    or_,
    select,
)

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.discussion.queries.threads import VISIBLE, visible_values
from forum.discussion.reading import is_shown, noted_positions
from forum.discussion.values import MemberCard
from forum.kernel.db import AnySelect, Word, read
from forum.kernel.errors import NotFound
from forum.kernel.paging import Paging
from forum.kernel.sets import among
from forum.outreach.notifications.models import Notification
from forum.outreach.notifications.values import TOGETHER, Bell, Cause, NotificationLine

LINES_PER_PAGE = 30
MOST_COUNTED = 100
"""Unread notifications that the header looks at."""
SHOWN_IN_MENU = 8

_THREAD_ID = func.coalesce(Post.thread_id, Notification.thread_id)
MINE = Notification.member_id == bindparam("reader_id", type_=Integer)
_IS_UNREAD = Notification.read_at.is_(None)
MAY_KNOW = and_(
    VISIBLE,
    Post.withdrawn_at.is_(None),
    or_(Notification.actor_id.is_(None), not_(among(Notification.actor_id, "ignored"))),
)
"""The twin of may_be_told(), for statements that join posts and threads."""


def known_values(person: Person) -> dict[str, Any]:
    """Return what MAY_KNOW and MINE need to know about the person."""
    return {**visible_values(person), "reader_id": person.id, "ignored": tuple(person.ignored)}


def _joined(query: AnySelect) -> AnySelect:
    return (
        query.select_from(Notification)
        .outerjoin(Post, Post.id == Notification.post_id)
        .join(Thread, Thread.id == _THREAD_ID)
        .where(MINE, MAY_KNOW)
    )


_ACTOR = (Member.id.label("actor"), Member.handle, Member.name, Member.picture)
_FACTS = (
    Notification.id,
    Notification.cause,
    Notification.made_at,
    Notification.read_at,
    Notification.post_id,
    Post.number,
    Thread.id.label("thread_id"),
    Thread.slug,
    Thread.title,
    Thread.ends_at,
    *_ACTOR,
)
_UNREAD = (
    _joined(select(*_FACTS))
    .outerjoin(Member, Member.id == Notification.actor_id)
    .where(_IS_UNREAD)
    .order_by(Notification.made_at.desc(), Notification.id.desc())
    .limit(MOST_COUNTED + 1)
)


def has_unread() -> tuple[str, ColumnElement[Any]]:
    """Return the column that comes along with who asks: whether there is anything to look for."""
    mine = exists().where(Notification.member_id == Member.id, Notification.read_at.is_(None))
    return "has_unread", mine


def bell_of(person: Person) -> Bell:
    """Return what the header shows; without a statement for who has nothing unread."""
    if not person.along.get("has_unread"):
        return Bell()
    rows: Sequence[Any] = read(_UNREAD, **known_values(person)).all()
    noted = noted_positions(person.member_id)
    unread = [row for row in rows[:MOST_COUNTED] if not _is_noted(row, noted, person)]
    lines = _together(unread)
    return Bell(len(lines), len(rows) > MOST_COUNTED, tuple(lines[:SHOWN_IN_MENU]))


def _is_noted(row: Any, noted: dict[int, int], person: Person) -> bool:
    """Tell whether the post was shown a moment ago, which is not written yet."""
    if row.thread_id in noted and (row.number or 0) <= noted[row.thread_id]:
        return True
    return row.post_id is not None and is_shown(person.member_id, row.post_id)


def _together(rows: Iterable[Any]) -> list[NotificationLine]:
    """Return rows, newest first, as lines: new posts of one thread share the line of the newest."""
    groups: dict[object, list[Any]] = {}
    for row in rows:
        key = (row.cause, row.thread_id) if row.cause in TOGETHER else row.id
        groups.setdefault(key, []).append(row)
    return [_line(group[0], len(group), group[-1].number) for group in groups.values()]


def _line(row: Any, count: int, number: int | None) -> NotificationLine:
    return NotificationLine(
        id=row.id,
        cause=row.cause,
        count=count,
        is_read=row.read_at is not None,
        at=row.made_at,
        actor=MemberCard(row.actor, row.handle, row.name, row.picture) if row.actor else None,
        thread_id=row.thread_id,
        slug=row.slug,
        title=row.title,
        number=number,
        ends_at=row.ends_at,
    )


@dataclass(frozen=True, slots=True)
class NotificationPage:
    """One page of lines."""

    lines: tuple[NotificationLine, ...]
    paging: Paging


# What shares a line: the thread of posts that are told together, and by itself everything else.
_SHARED = case(
    (Notification.cause.in_(sorted(TOGETHER)), Thread.id),
    else_=-Notification.id,
).label("shared")


@lru_cache(maxsize=2)
def _page(has_cause: bool) -> AnySelect:
    is_read = case((_IS_UNREAD, 0), else_=1).label("is_read")
    groups = _joined(
        select(
            func.max(Notification.id).label("newest_id"),
            func.min(Post.number).label("first_number"),
            func.count().label("count"),
            func.max(Notification.made_at).label("made_at"),
            is_read,
        )
    ).group_by(_SHARED, Notification.cause, is_read)
    if has_cause:
        wanted = bindparam("cause", type_=Word(Cause))
        groups = groups.where(Notification.cause == wanted)
    page = (
        groups.order_by(
            is_read, func.max(Notification.made_at).desc(), func.max(Notification.id).desc()
        )
        .offset(bindparam("offset", type_=Integer))
        .limit(LINES_PER_PAGE + 1)
        .subquery()
    )
    return (
        select(*_FACTS, page.c.count, page.c.first_number)
        .select_from(page)
        .join(Notification, Notification.id == page.c.newest_id)
        .outerjoin(Post, Post.id == Notification.post_id)
        .join(Thread, Thread.id == _THREAD_ID)
        .outerjoin(Member, Member.id == Notification.actor_id)
        .order_by(page.c.is_read, page.c.made_at.desc(), page.c.newest_id.desc())
    )


def page_of_notifications(
    person: Person, *, cause: Cause | None = None, page: int = 1
) -> NotificationPage:
    """Return a page of what the person is told, unread first, 30 lines a page."""
    values = {**known_values(person), "offset": (page - 1) * LINES_PER_PAGE}
    if cause is not None:
        values["cause"] = cause
    rows: Sequence[Any] = read(_page(cause is not None), **values).all()
    lines = tuple(_line(row, row.count, row.first_number) for row in rows[:LINES_PER_PAGE])
    return NotificationPage(lines, Paging(page, len(rows) > LINES_PER_PAGE))


_ONE = (
    _joined(select(*_FACTS))
    .outerjoin(Member, Member.id == Notification.actor_id)
    .where(Notification.id == bindparam("notification_id", type_=Integer))
)


def get_notification(notification_id: int, *, by: Person) -> NotificationLine:
    """Return a notification of the person's own that they may still know of. Raises NotFound."""
    row = read(_ONE, notification_id=notification_id, **known_values(by)).first()
    if row is None:
        raise NotFound
    return _line(row, 1, row.number)
