"""Lists of threads: latest, new, unread, unanswered, top; by category, tag and member."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Post, ReadingPosition, Tag, Thread, ThreadTag
from forum.discussion.queries.threads import select_visible_threads
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
from forum.kernel.db import AnySelect, db
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
    narrowing = narrowing or Narrowing()
    query = _narrowed(_lines(person), narrowing)
    query = _listed(query, person, listing, period)
    pins_first = listing is Listing.LATEST and narrowing.tag_id is None
    pins_first = pins_first and narrowing.author_id is None
    pinned = _pinned(query, narrowing) if pins_first else []
    if pins_first:
        query = query.where(_is_not_pinned_here(narrowing))
    query = _ordered(query, listing, period)
    offset = (page - 1) * THREADS_PER_PAGE
    rows = list(db.session.execute(query.offset(offset).limit(THREADS_PER_PAGE + 1)))
    has_next = len(rows) > THREADS_PER_PAGE
    shown = [*(pinned if page == 1 else []), *rows[:THREADS_PER_PAGE]]
    return ThreadList(_finish(shown, person), Paging(page, has_next))


def count_unread(person: Person) -> int:
    """Return how many threads that the person once opened have gone on since."""
    query = _listed(_lines(person), person, Listing.UNREAD, Period.ALL)
    noted = noted_positions(person.member_id)
    rows = db.session.execute(query.with_only_columns(Thread.id, Thread.last_number))
    return sum(1 for row in rows if noted.get(row.id, 0) < row.last_number)


def count_new(person: Person) -> int:
    """Return how many threads are new to the person."""
    query = _listed(_lines(person), person, Listing.NEW, Period.ALL)
    noted = noted_positions(person.member_id)
    rows = db.session.scalars(query.with_only_columns(Thread.id))
    return sum(1 for id_ in rows if id_ not in noted)


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


def _lines(person: Person) -> AnySelect:
    read = and_(
        ReadingPosition.thread_id == Thread.id, ReadingPosition.member_id == (person.id or 0)
    )
    return (
        select_visible_threads(person)
        .with_only_columns(
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
        .outerjoin(ReadingPosition, read)
    )


def _narrowed(query: AnySelect, narrowing: Narrowing) -> AnySelect:
    if narrowing.category_ids is not None:
        query = query.where(Thread.category_id.in_(narrowing.category_ids))
    if narrowing.tag_id is not None:
        tagged = select(ThreadTag.thread_id).where(ThreadTag.tag_id == narrowing.tag_id)
        query = query.where(Thread.id.in_(tagged))
    if narrowing.author_id is not None:
        query = query.where(Thread.author_id == narrowing.author_id)
    return query


def _listed(query: AnySelect, person: Person, listing: Listing, period: Period) -> AnySelect:
    match listing:
        case Listing.NEW:
            since = person.new_since or now()
            return query.where(ReadingPosition.last_read.is_(None), Thread.created_at > since)
        case Listing.UNREAD:
            return query.where(ReadingPosition.last_read < Thread.last_number)
        case Listing.UNANSWERED:
            return query.where(Thread.reply_count == 0)
        case Listing.TOP:
            return _most_discussed(query, period)
        case _:
            return query


def _most_discussed(query: AnySelect, period: Period) -> AnySelect:
    """Keep threads that were replied to; within a period, what was written in it counts."""
    if period is Period.ALL:
        return query.where(Thread.score > 0)
    active = _activity(now() - PERIODS[period])
    return query.join(active, active.c.thread_id == Thread.id).add_columns(active.c.activity)


def _activity(since: datetime) -> Any:
    replies = func.count()
    writers = func.count(Post.author_id.distinct())
    return (
        select(Post.thread_id, (replies * writers).label("activity"))
        .where(Post.created_at > since, Post.number > 1, Post.withdrawn_at.is_(None))
        .group_by(Post.thread_id)
        .subquery()
    )


def _ordered(query: AnySelect, listing: Listing, period: Period) -> AnySelect:
    if listing is Listing.NEW:
        return query.order_by(Thread.created_at.desc(), Thread.id.desc())
    if listing is Listing.TOP and period is Period.ALL:
        return query.order_by(Thread.score.desc(), Thread.id.desc())
    if listing is Listing.TOP:
        activity = query.selected_columns["activity"]
        return query.order_by(activity.desc(), Thread.score.desc(), Thread.id.desc())
    return query.order_by(Thread.last_posted_at.desc(), Thread.id.desc())


def _is_pinned_here(narrowing: Narrowing) -> Any:
    lasts = or_(Thread.pinned_until.is_(None), Thread.pinned_until > now())
    where = Thread.pinned == Pin.EVERYWHERE
    if narrowing.category_ids is not None:
        where = Thread.pinned.is_not(None)
    return and_(where, lasts)


def _is_not_pinned_here(narrowing: Narrowing) -> Any:
    expired = and_(Thread.pinned_until.is_not(None), Thread.pinned_until <= now())
    elsewhere = [Thread.pinned == Pin.CATEGORY] if narrowing.category_ids is None else []
    return or_(Thread.pinned.is_(None), expired, *elsewhere)


def _pinned(query: AnySelect, narrowing: Narrowing) -> list[Any]:
    pinned = query.where(_is_pinned_here(narrowing))
    return list(db.session.execute(pinned.order_by(Thread.last_posted_at.desc()).limit(10)))


def _finish(rows: Sequence[Any], person: Person) -> tuple[ThreadLine, ...]:
    tags = tags_of_threads([row.id for row in rows])
    noted = noted_positions(person.id) if person.id else {}
    lines = (_line(row, tags.get(row.id, ()), person) for row in rows)
    return tuple(
        replace(line, last_read=max(noted[line.id], line.last_read or 0), is_new=False)
        if line.id in noted
        else line
        for line in lines
    )


def tags_of_threads(thread_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the tags of several threads at once."""
    if not thread_ids:
        return {}
    query = (
        select(ThreadTag.thread_id, Tag.name)
        .join(Tag, Tag.id == ThreadTag.tag_id)
        .where(ThreadTag.thread_id.in_(thread_ids))
        .order_by(Tag.name)
    )
    found: dict[int, tuple[str, ...]] = {}
    for thread_id, name in db.session.execute(query):
        found[thread_id] = (*found.get(thread_id, ()), name)
    return found


def _line(row: Any, tags: tuple[str, ...], person: Person) -> ThreadLine:
    moment = now()
    pin_lasts = row.pinned_until is None or row.pinned_until > moment
    since = person.new_since or moment
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
