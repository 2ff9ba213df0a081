"""Lists of threads: latest, new, unread, unanswered, top; by category, tag and member."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, not_, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Post, ReadingPosition, Tag, Thread, ThreadTag
from forum.discussion.queries.threads import VISIBLE, visible_values
from forum.discussion.reading import noted_positions
from forum.discussion.values import (
    THREADS_PER_PAGE,
    Listing,
    MemberCard,
    Period,
    Pin,
    ThreadLine,
)
from forum.kernel.clock import now
from forum.kernel.db import AnySelect, read
from forum.kernel.paging import Paging

_Author, _Last = aliased(Member), aliased(Member)
PERIODS = {
    Period.WEEK: timedelta(days=7),
    Period.MONTH: timedelta(days=31),
    Period.YEAR: timedelta(days=366),
}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list is narrowed to."""

    category_ids: tuple[int, ...] | None = None
    tag_id: int | None = None
    author_id: int | None = None


@dataclass(frozen=True, slots=True)
class ThreadList:
    """One page of a list."""

    lines: tuple[ThreadLine, ...]
    paging: Paging


def page_of_threads(
    person: Person,
    listing: Listing,
    *,
    narrowing: Narrowing | None = None,
    period: Period = Period.ALL,
    page: int = 1,
) -> ThreadList:
    """Return a page of a list as this person sees it: 30 threads, pinned ones first."""
    shape = _shape(listing, narrowing or Narrowing(), period)
    values = _values(person, narrowing or Narrowing(), period)
    pinned = read(_pinned(shape), **values).all() if shape.has_pins and page == 1 else ()
    offset = (page - 1) * THREADS_PER_PAGE
    rows = read(_page(shape), offset=offset, **values).all()
    shown = (*pinned, *rows[:THREADS_PER_PAGE])
    return ThreadList(_finish(shown, person), Paging(page, len(rows) > THREADS_PER_PAGE))


def select_unread_threads(person: Person) -> Select[int, int]:
    """Select id and last read number of threads that the person opened and that went on since."""
    return (
        select(ReadingPosition.thread_id, ReadingPosition.last_read)
        .join(Thread, Thread.id == ReadingPosition.thread_id)
        .where(
            ReadingPosition.member_id == person.member_id,
            ReadingPosition.last_read < Thread.last_number,
        )
    )


@dataclass(frozen=True, slots=True)
class _Shape:
    """What decides how a list's statement is built; the rest are values given to it."""

    listing: Listing
    period: Period
    in_categories: bool
    has_tag: bool
    has_author: bool

    @property
    def has_pins(self) -> bool:
        return self.listing is Listing.LATEST and not (self.has_tag or self.has_author)


def _shape(listing: Listing, narrowing: Narrowing, period: Period) -> _Shape:
    return _Shape(
        listing,
        period if listing is Listing.TOP else Period.ALL,
        narrowing.category_ids is not None,
        narrowing.tag_id is not None,
        narrowing.author_id is not None,
    )


def _values(person: Person, narrowing: Narrowing, period: Period) -> dict[str, Any]:
    moment = now()
    return {
        **visible_values(person),
        "reader_id": person.id or 0,
        "category_ids": narrowing.category_ids or (),
        "tag_id": narrowing.tag_id,
        "author_id": narrowing.author_id,
        "new_since": person.new_since or moment,
        "since": moment - PERIODS.get(period, timedelta()),
        "moment": moment,
    }


@lru_cache(maxsize=100)
def _page(shape: _Shape) -> AnySelect:
    query = _listed(shape)
    if shape.has_pins:
        query = query.where(not_(_pinned_here(shape)))
    offset = bindparam("offset", type_=Integer)
    return _ordered(query, shape).offset(offset).limit(THREADS_PER_PAGE + 1)


@lru_cache(maxsize=100)
def _pinned(shape: _Shape) -> AnySelect:
    query = _listed(shape).where(_pinned_here(shape))
    return query.order_by(Thread.last_posted_at.desc(), Thread.id.desc()).limit(10)


_LINES = (
    select(
        Thread.id,
        Thread.slug,
        Thread.title,
        Thread.category_id,
        Thread.author_id,
        _Author.handle.label("author_handle"),
        _Author.name.label("author_name"),
        _Author.picture.label("author_picture"),
        Thread.last_poster_id,
        _Last.handle.label("last_handle"),
        _Last.name.label("last_name"),
        _Last.picture.label("last_picture"),
        Thread.reply_count,
        Thread.writer_count,
        Thread.created_at,
        Thread.last_posted_at,
        Thread.last_number,
        Thread.closed_at,
        Thread.archived_at,
        Thread.pinned,
        Thread.pinned_until,
        ReadingPosition.last_read,
    )
    .join(_Author, _Author.id == Thread.author_id)
    .join(_Last, _Last.id == Thread.last_poster_id)
    .outerjoin(
        ReadingPosition,
        and_(
            ReadingPosition.thread_id == Thread.id,
            ReadingPosition.member_id == bindparam("reader_id"),
        ),
    )
    .where(VISIBLE)
)


def _listed(shape: _Shape) -> AnySelect:
    """Return the lines of a list, narrowed, in no order yet."""
    query: AnySelect = _LINES
    if shape.in_categories:
        query = query.where(Thread.category_id.in_(bindparam("category_ids", expanding=True)))
    if shape.has_tag:
        tagged = select(ThreadTag.thread_id).where(ThreadTag.tag_id == bindparam("tag_id"))
        query = query.where(Thread.id.in_(tagged))
    if shape.has_author:
        query = query.where(Thread.author_id == bindparam("author_id"))
    match shape.listing:
        case Listing.NEW:
            unopened = ReadingPosition.last_read.is_(None)
            return query.where(unopened, Thread.created_at > bindparam("new_since"))
        case Listing.UNREAD:
            return query.where(ReadingPosition.last_read < Thread.last_number)
        case Listing.UNANSWERED:
            return query.where(Thread.reply_count == 0)
        case Listing.TOP:
            return _most_discussed(query, shape)
        case _:
            return query


def _most_discussed(query: AnySelect, shape: _Shape) -> AnySelect:
    """Keep threads that were replied to; within a period, what was written in it counts."""
    if shape.period is Period.ALL:
        return query.where(Thread.score > 0)
    replies, writers = func.count(), func.count(Post.author_id.distinct())
    active = (
        select(Post.thread_id, (replies * writers).label("activity"))
        .where(Post.created_at > bindparam("since"), Post.number > 1, Post.withdrawn_at.is_(None))
        .group_by(Post.thread_id)
        .subquery()
    )
    return query.join(active, active.c.thread_id == Thread.id).add_columns(active.c.activity)


def _ordered(query: AnySelect, shape: _Shape) -> AnySelect:
    if shape.listing is Listing.NEW:
        return query.order_by(Thread.created_at.desc(), Thread.id.desc())
    if shape.listing is Listing.TOP and shape.period is Period.ALL:
        return query.order_by(Thread.score.desc(), Thread.id.desc())
    if shape.listing is Listing.TOP:
        activity = query.selected_columns["activity"]
        return query.order_by(activity.desc(), Thread.score.desc(), Thread.id.desc())
    return query.order_by(Thread.last_posted_at.desc(), Thread.id.desc())


def _pinned_here(shape: _Shape) -> ColumnElement[bool]:
    """Tell whether a thread stays on top of this list: never null, so that it can be negated."""
    lasts = or_(Thread.pinned_until.is_(None), Thread.pinned_until > bindparam("moment"))
    if shape.in_categories:
        return and_(Thread.pinned.is_not(None), lasts)
    return and_(Thread.pinned.is_not(None), Thread.pinned == Pin.EVERYWHERE, lasts)


def _finish(rows: Sequence[Any], person: Person) -> tuple[ThreadLine, ...]:
    tags = tags_of_threads([row.id for row in rows])
    noted = noted_positions(person.id) if person.id else {}
    moment = now()
    since = person.new_since or moment
    lines = (_line(row, tags.get(row.id, ()), moment, since) for row in rows)
    return tuple(
        replace(line, last_read=max(noted[line.id], line.last_read or 0), is_new=False)
        if line.id in noted
        else line
        for line in lines
    )


_TAGS = (
    select(ThreadTag.thread_id, Tag.name)
    .join(Tag, Tag.id == ThreadTag.tag_id)
    .where(ThreadTag.thread_id.in_(bindparam("thread_ids", expanding=True)))
    .order_by(Tag.name)
)


def tags_of_threads(thread_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the tags of several threads at once."""
    if not thread_ids:
        return {}
    found: dict[int, tuple[str, ...]] = {}
    for row in read(_TAGS, thread_ids=thread_ids):
        found[row.thread_id] = (*found.get(row.thread_id, ()), row.name)
    return found


def _line(row: Any, tags: tuple[str, ...], moment: datetime, since: datetime) -> ThreadLine:
    pin_lasts = row.pinned_until is None or row.pinned_until > moment
    return ThreadLine(
        id=row.id,
        slug=row.slug,
        title=row.title,
        category_id=row.category_id,
        tags=tags,
        author=MemberCard(row.author_id, row.author_handle, row.author_name, row.author_picture),
        last_poster=MemberCard(
            row.last_poster_id, row.last_handle, row.last_name, row.last_picture
        ),
        reply_count=row.reply_count,
        writer_count=row.writer_count,
        created_at=row.created_at,
        last_posted_at=row.last_posted_at,
        last_number=row.last_number,
        is_closed=row.closed_at is not None,
        is_archived=row.archived_at is not None,
        pinned=row.pinned if pin_lasts else None,
        last_read=row.last_read,
        is_new=row.last_read is None and row.created_at > since,
    )
