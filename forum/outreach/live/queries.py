"""What has happened at a place since an event, for pages that are open there."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from forum.accounts.values import Person
from forum.discussion.models import Post, ReadingPosition, Thread
from forum.discussion.queries.categories import visible_categories, with_subcategories
from forum.discussion.queries.threads import LISTED, visible_values
from forum.discussion.values import CategoryCard, Listing
from forum.kernel.db import read
from forum.kernel.sets import among
from forum.kernel.stamps import current_stamp
from forum.outreach.live.models import LiveEvent
from forum.outreach.live.operations import COUNTER
from forum.outreach.live.values import Key, Kind, News, Scope

MOST = 200
"""Events that are told one by one."""

_SINCE = LiveEvent.id > bindparam("since")
_OLDEST = select(func.min(LiveEvent.id)).scalar_subquery()
_OF_MEMBER = LiveEvent.member_id == bindparam("member_id")
_COLUMNS = (LiveEvent.kind, LiveEvent.thread_id, LiveEvent.post_id, _OLDEST.label("oldest"))


def present_position() -> int:
    """Return the last event as this transaction has first seen it; no page may know a later one."""
    return current_stamp(COUNTER)


def keys_of_thread(thread_id: int, person: Person) -> tuple[Key, ...]:
    """Return what an open page of a thread waits for."""
    return ((Scope.THREAD, thread_id), *keys_of_member(person))


def keys_of_member(person: Person) -> tuple[Key, ...]:
    """Return what every open page of a member waits for."""
    return ((Scope.MEMBER, person.member_id),)


def keys_of_list(person: Person, category: CategoryCard | None) -> tuple[Key, ...]:
    """Return what an open list waits for: what is written in categories that the reader may see."""
    if category is not None:
        ids: Sequence[int] = list(with_subcategories(category, person))
    else:
        ids = [card.id for card in visible_categories(person)]
    return (*((Scope.CATEGORY, id_) for id_ in ids), *keys_of_member(person))


_OF_THREAD = (
    select(*_COLUMNS)
    .where(_SINCE, or_(LiveEvent.thread_id == bindparam("thread_id"), _OF_MEMBER))
    .order_by(LiveEvent.id)
    .limit(MOST + 1)
)
_OF_NOTHING_ELSE = select(*_COLUMNS).where(_SINCE, _OF_MEMBER).order_by(LiveEvent.id).limit(1)


def news_of_thread(thread_id: int, person: Person, since: int) -> News:
    """Return what has happened to a thread that this person may see."""
    rows = read(_OF_THREAD, since=since, thread_id=thread_id, member_id=person.id).all()
    if _is_behind(since, rows) or len(rows) > MOST:
        return News(is_behind=True, is_member_told=True)
    here = [row for row in rows if row.thread_id == thread_id]
    kinds = {row.kind for row in here}
    new = {row.post_id: None for row in here if row.kind is Kind.PUBLISHED}
    changed = {row.post_id: None for row in here if row.kind is Kind.CHANGED}
    return News(
        new_posts=tuple(new),
        changed_posts=tuple(id_ for id_ in changed if id_ not in new),
        is_thread_changed=Kind.THREAD in kinds,
        is_member_told=any(row.kind is Kind.MEMBER for row in rows),
        is_behind=Kind.MANY in kinds,
    )


def news_of_member(person: Person, since: int) -> News:
    """Return whether something waits for the member that did not before."""
    rows = read(_OF_NOTHING_ELSE, since=since, member_id=person.id).all()
    return News(is_member_told=bool(rows) or _is_behind(since, rows))


_IN_LIST = (
    select(LiveEvent.thread_id)
    .distinct()
    .join(Thread, Thread.id == LiveEvent.thread_id)
    .outerjoin(Post, Post.id == LiveEvent.post_id)
    .where(
        _SINCE,
        LISTED,
        or_(Post.author_id.is_(None), Post.author_id != bindparam("member_id")),
    )
    .limit(MOST)
)
_IS_WRITING = LiveEvent.kind.in_([Kind.PUBLISHED, Kind.MANY])
_LISTS = {
    Listing.LATEST: _IN_LIST.where(_IS_WRITING),
    Listing.NEW: _IN_LIST.where(
        LiveEvent.kind == Kind.STARTED, Thread.author_id != bindparam("member_id")
    ),
    Listing.UNREAD: _IN_LIST.join(
        ReadingPosition,
        (ReadingPosition.thread_id == Thread.id)
        & (ReadingPosition.member_id == bindparam("member_id"))
        & (ReadingPosition.last_read < Thread.last_number),
    ).where(_IS_WRITING),
}
LIVE_LISTS = tuple(_LISTS)
_IN_CATEGORIES = among(Thread.category_id, "category_ids")
_LISTS_OF_CATEGORY = {listing: query.where(_IN_CATEGORIES) for listing, query in _LISTS.items()}


def news_of_list(
    listing: Listing, category: CategoryCard | None, person: Person, since: int
) -> News:
    """Return the threads that others have written in, among those that this person may see."""
    values: dict[str, Any] = {
        "since": since,
        "member_id": person.member_id,
        **visible_values(person),
    }
    statement = _LISTS[listing]
    if category is not None:
        statement = _LISTS_OF_CATEGORY[listing]
        values["category_ids"] = tuple(with_subcategories(category, person))
    ids = read(statement, **values).scalars().all()
    told = news_of_member(person, since)
    return News(threads=tuple(sorted(ids)), is_member_told=told.is_member_told)


def _is_behind(since: int, rows: Sequence[Any]) -> bool:
    """Tell whether some of what happened since may be forgotten already."""
    position = present_position()
    if since > position:
        return True
    oldest = rows[0].oldest if rows else read(select(_OLDEST)).scalar()
    return since < (oldest or position + 1) - 1
