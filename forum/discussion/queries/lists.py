"""Lists of threads: latest, new, unread, unanswered, top; by category, tag and member."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.following import Following, Followings, OwnFollowing
from forum.discussion.models import Dismissal, ReadingPosition, Thread, ThreadFollowing
from forum.discussion.queries.following import (
    following_here,
    followings_of,
    own_following,
)
from forum.discussion.queries.places import DISMISSED_AT, Narrowing, places_on_page
from forum.discussion.queries.ranking import places_by_activity
from forum.discussion.queries.tags import TAG_NAMES, split_names
from forum.discussion.queries.threads import VISIBLE, visible_values
from forum.discussion.reading import noted_positions
from forum.discussion.values import Listing, MemberCard, Period, ThreadLine
from forum.kernel.clock import now
from forum.kernel.db import db, read
from forum.kernel.paging import Paging
from forum.kernel.sets import among

KEPT = 5_000
"""Lines that are kept: most readers see most threads alike."""


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
    if listing is Listing.TOP and period is not Period.ALL:
        places = places_by_activity(person, period, narrowing or Narrowing(), page)
    else:
        places = places_on_page(person, listing, narrowing or Narrowing(), page)
    return ThreadList(lines_of(places.ids, person), Paging(page, places.has_next))


def find_dismissal(dismissal_id: int, *, by: Person) -> Dismissal | None:
    """Return a dismissal of the person's own, while it can be undone."""
    query = select(Dismissal).where(Dismissal.id == dismissal_id, Dismissal.member_id == by.id)
    return db.session.scalar(query)


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


_Author, _Last = aliased(Member), aliased(Member)
_LINES = (
    select(
        Thread.id,
        Thread.slug,
        Thread.title,
        Thread.category_id,
        TAG_NAMES.label("tags"),
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
        Thread.answer_number,
        Thread.closed_at,
        Thread.archived_at,
        Thread.is_reserved,
        Thread.pinned,
        Thread.pinned_until,
        DISMISSED_AT.label("dismissed_at"),
        ReadingPosition.last_read,
        ThreadFollowing.following,
        ThreadFollowing.is_automatic,
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
    .outerjoin(
        ThreadFollowing,
        and_(
            ThreadFollowing.thread_id == Thread.id,
            ThreadFollowing.member_id == bindparam("reader_id"),
        ),
    )
    .where(among(Thread.id, "thread_ids"), VISIBLE)
)


def lines_of(thread_ids: Sequence[int], person: Person) -> tuple[ThreadLine, ...]:
    """Return the lines of these threads in their order, without what the person may not see."""
    if not thread_ids:
        return ()
    visible = visible_values(person, thread_ids)
    values = {"thread_ids": thread_ids, "reader_id": person.id or 0, **visible}
    noted = noted_positions(person.id) if person.id else {}
    moment = now()
    since = person.new_since or moment
    lines, followings = {}, followings_of(person)
    rows: Sequence[Any] = read(_LINES, **values).all()
    for *facts, pinned_until, dismissed_at, position, following, is_automatic in rows:
        id_, created_at = facts[0], facts[_CREATED_AT]
        last_read = max(noted[id_], position or 0) if id_ in noted else position
        is_new = last_read is None and created_at > max(since, dismissed_at or since)
        is_pinned = pinned_until is None or pinned_until > moment
        is_followed = False
        if last_read is not None and last_read < facts[_LAST_NUMBER]:
            own = own_following(following, is_automatic)
            is_followed = _is_followed(own, facts, followings)
        lines[id_] = _line(tuple(facts), is_pinned, last_read, is_new, is_followed)
    return tuple(lines[id_] for id_ in thread_ids if id_ in lines)


_COLUMNS = list(_LINES.selected_columns.keys())
_CREATED_AT, _LAST_NUMBER = _COLUMNS.index("created_at"), _COLUMNS.index("last_number")


def _is_followed(own: OwnFollowing | None, facts: Sequence[Any], followings: Followings) -> bool:
    """Tell whether the reader wants unread posts counted in the thread of such a row."""
    category_id, tags = facts[3:5]
    here = following_here(own, category_id, split_names(tags), followings)
    return here >= Following.TRACKING


@lru_cache(maxsize=KEPT)
def _line(
    facts: tuple[Any, ...],
    is_pinned: bool,
    last_read: int | None,
    is_new: bool,
    is_followed: bool,
) -> ThreadLine:
    """Return a row of _LINES as a line, the same one for all readers to whom it looks the same."""
    id_, slug, title, category_id, tags = facts[:5]
    reply_count, writer_count, created_at, last_posted_at, last_number = facts[13:18]
    answer_number, closed_at, archived_at, is_reserved, pinned = facts[18:]
    return ThreadLine(
        id=id_,
        slug=slug,
        title=title,
        category_id=category_id,
        tags=split_names(tags),
        author=MemberCard(*facts[5:9]),
        last_poster=MemberCard(*facts[9:13]),
        reply_count=reply_count,
        writer_count=writer_count,
        created_at=created_at,
        last_posted_at=last_posted_at,
        last_number=last_number,
        is_closed=closed_at is not None,
        is_archived=archived_at is not None,
        pinned=pinned if is_pinned else None,
        last_read=last_read,
        is_new=is_new,
        is_answered=answer_number is not None,
        is_reserved=is_reserved,
        is_followed=is_followed,
    )
