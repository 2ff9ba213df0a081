"""Which threads stand on a page of a list, by their ids: the lines are read for these alone.

A list is as long as the forum is old, and a page shows thirty lines of it. So each statement here
walks the index that has the list's order, newest first, and stops when the page is full. Where few
threads are wanted (unread ones, those with a tag) it looks through the newest threads first, and
only when these do not fill the page at all that are wanted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    union_all,
)

from forum.accounts.values import Person
from forum.discussion.models import Dismissal, ReadingPosition, Thread, ThreadTag
from forum.discussion.queries.following import NOT_MUTED, has_mutes, muted_values
from forum.discussion.queries.threads import NOT_KEPT_BACK, listed_values
from forum.discussion.values import THREADS_PER_PAGE, Listing, Pin
from forum.kernel.clock import now
from forum.kernel.db import AnySelect, read
from forum.kernel.sets import among

MOST_PINNED = 10
NEAR = 400
"""Threads that are looked through before all that are wanted are read and put in order."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list is narrowed to."""

    category_ids: tuple[int, ...] | None = None
    tag_id: int | None = None
    author_id: int | None = None


class Scope(Enum):
    """How many categories a list is about; one of them has an index in the list's order."""

    EVERYTHING = "everything"
    ONE = "one"
    SOME = "some"


@dataclass(frozen=True, slots=True)
class Places:
    """The ids of the threads on a page, pinned ones first, and whether more follow."""

    ids: tuple[int, ...]
    has_next: bool


@dataclass(frozen=True, slots=True)
class _Shape:
    """What decides how a statement is built; the rest are values given to it."""

    listing: Listing
    scope: Scope
    has_tag: bool
    has_author: bool
    has_mutes: bool = False
    """Whether the reader has muted anything: who has not is spared the look at every thread."""
    is_near: bool = False

    @property
    def has_pins(self) -> bool:
        return self.listing is Listing.LATEST and not (self.has_tag or self.has_author)

    @property
    def is_sparse(self) -> bool:
        """Tell whether few of the newest threads may be wanted."""
        return not self.has_author and (self.has_tag or self.listing is Listing.UNREAD)


def places_on_page(person: Person, listing: Listing, narrowing: Narrowing, page: int) -> Places:
    """Return the threads on a page of a list as this person sees it."""
    shape, values = _shape(person, listing, narrowing), _values(person, narrowing)
    if page == 1 and shape.has_pins:
        rows: Sequence[Any] = read(_first_page_with_pins(shape), **values).all()
        # Taken apart by place: asking rows by name would take a quarter of the query's time.
        pinned = [id_ for id_, is_pinned in rows if is_pinned]
        return _places([id_ for id_, is_pinned in rows if not is_pinned], pinned)
    if page == 1 and shape.is_sparse:
        ids = read(_page(replace(shape, is_near=True)), offset=0, **values).scalars().all()
        if len(ids) > THREADS_PER_PAGE:
            return _places(ids)
    offset = (page - 1) * THREADS_PER_PAGE
    return _places(read(_page(shape), offset=offset, **values).scalars().all())


def count_in_list(person: Person, listing: Listing, narrowing: Narrowing) -> int:
    """Return how many threads stand on all pages of a list as this person sees it."""
    query = _kept(_shape(person, listing, narrowing)).subquery()
    counted = select(func.count()).select_from(query)
    count: int = read(counted, **_values(person, narrowing)).scalar_one()
    return count


def _places(ids: Sequence[int], pinned: Sequence[int] = ()) -> Places:
    return Places((*pinned, *ids[:THREADS_PER_PAGE]), len(ids) > THREADS_PER_PAGE)


def _shape(person: Person, listing: Listing, narrowing: Narrowing) -> _Shape:
    count = len(narrowing.category_ids or ())
    scope = Scope.SOME if count > 1 else Scope.ONE
    return _Shape(
        listing,
        Scope.EVERYTHING if narrowing.category_ids is None else scope,
        narrowing.tag_id is not None,
        narrowing.author_id is not None,
        # What somebody has begun is all there, muted or not: it is their page.
        narrowing.author_id is None and has_mutes(person),
    )


def _values(person: Person, narrowing: Narrowing) -> dict[str, Any]:
    moment = now()
    category_ids = narrowing.category_ids or ()
    return {
        **listed_values(person),
        **muted_values(person, category_ids=category_ids, tag_id=narrowing.tag_id),
        "reader_id": person.id or 0,
        "category_id": next(iter(category_ids), 0),
        "category_ids": category_ids,
        "tag_id": narrowing.tag_id,
        "author_id": narrowing.author_id,
        "new_since": person.new_since or moment,
        "moment": moment,
        "near": NEAR,
    }


_NEWEST_FIRST = (Thread.last_posted_at.desc(), Thread.id.desc())
# Adding nothing to a column keeps the index on it from being taken: a list of many categories has
# its order from another one.
_CATEGORY = Thread.category_id + literal_column("0")
_LISTED = and_(among(_CATEGORY, "visible"), NOT_KEPT_BACK)
_OF_READER = and_(
    ReadingPosition.thread_id == Thread.id, ReadingPosition.member_id == bindparam("reader_id")
)
DISMISSED_AT = (
    select(func.max(Dismissal.at))
    .where(
        Dismissal.member_id == bindparam("reader_id"),
        Dismissal.category_id == Thread.category_id,
        Dismissal.listing == Listing.NEW,
    )
    .scalar_subquery()
)
"""When the reader last dismissed the new threads of the thread's category, if ever."""

_IS_DISMISSED = exists().where(
    Dismissal.member_id == bindparam("reader_id"),
    Dismissal.category_id == Thread.category_id,
    Dismissal.listing == Listing.NEW,
    Dismissal.at >= Thread.created_at,
)
_WITH_TAG = and_(ThreadTag.thread_id == Thread.id, ThreadTag.tag_id == bindparam("tag_id"))
_IS_BEHIND = ReadingPosition.last_read < Thread.last_number
_EDGE_OF_NEAR = (
    select(Thread.last_posted_at)
    .order_by(*_NEWEST_FIRST)
    .offset(bindparam("near", type_=Integer))
    .limit(1)
    .scalar_subquery()
)


@lru_cache(maxsize=200)
def _page(shape: _Shape) -> AnySelect:
    order = _order(shape.listing)
    query = _kept(shape).order_by(*order).limit(THREADS_PER_PAGE + 1)
    return query.offset(bindparam("offset", type_=Integer))


@lru_cache(maxsize=20)
def _first_page_with_pins(shape: _Shape) -> AnySelect:
    """Return both parts of the page at once, each cut off by itself."""
    # Pinned threads are few: their own index serves better than the one of a category.
    scope = Scope.SOME if shape.scope is Scope.ONE else shape.scope
    pinned = _part(replace(shape, scope=scope), 1).where(_is_pinned_here(shape))
    others = _part(shape, 0).where(not_(_is_pinned_here(shape)))
    both = union_all(
        select(pinned.limit(MOST_PINNED).subquery()),
        select(others.limit(THREADS_PER_PAGE + 1).subquery()),
    ).subquery()
    order = (both.c.is_pinned.desc(), both.c.last_posted_at.desc(), both.c.id.desc())
    return select(both.c.id, both.c.is_pinned).order_by(*order)


def _part(shape: _Shape, is_pinned: int) -> AnySelect:
    mark: ColumnElement[Any] = literal_column(str(is_pinned)).label("is_pinned")
    part = _kept(shape, with_pins=True).add_columns(Thread.last_posted_at, mark)
    return part.order_by(*_NEWEST_FIRST)


def _kept(shape: _Shape, *, with_pins: bool = False) -> AnySelect:
    """Return the ids of all threads in a list, in no order yet."""
    query: AnySelect = select(Thread.id).where(_LISTED, *_conditions(shape))
    if shape.has_pins and not with_pins:
        query = query.where(not_(_is_pinned_here(shape)))
    if shape.is_near:
        return query.where(Thread.last_posted_at > _EDGE_OF_NEAR, *_wanted_of_near(shape))
    if shape.has_tag:
        query = query.join(ThreadTag, _WITH_TAG)
    if shape.listing is Listing.UNREAD:
        query = query.join(ReadingPosition, and_(_OF_READER, _IS_BEHIND))
    return query


def _conditions(shape: _Shape) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if shape.scope is Scope.ONE:
        found.append(Thread.category_id == bindparam("category_id"))
    if shape.scope is Scope.SOME:
        found.append(among(_CATEGORY, "category_ids"))
    if shape.has_author:
        found.append(Thread.author_id == bindparam("author_id"))
    if shape.has_mutes:
        found.append(NOT_MUTED)
    match shape.listing:
        case Listing.NEW:
            found += [
                Thread.created_at > bindparam("new_since"),
                not_(exists().where(_OF_READER)),
                not_(_IS_DISMISSED),
            ]
        case Listing.UNANSWERED:
            found.append(Thread.reply_count == 0)
        case Listing.TOP:
            found.append(Thread.score > 0)
    return found


def _wanted_of_near(shape: _Shape) -> list[ColumnElement[bool]]:
    """Return what is asked of each thread in turn, where the newest ones are looked through."""
    found: list[ColumnElement[bool]] = []
    if shape.has_tag:
        found.append(exists().where(_WITH_TAG))
    if shape.listing is Listing.UNREAD:
        found.append(exists().where(_OF_READER, _IS_BEHIND))
    return found


def _order(listing: Listing) -> Sequence[ColumnElement[Any]]:
    if listing is Listing.NEW:
        return (Thread.created_at.desc(), Thread.id.desc())
    if listing is Listing.TOP:
        return (Thread.score.desc(), Thread.id.desc())
    return _NEWEST_FIRST


def _is_pinned_here(shape: _Shape) -> ColumnElement[bool]:
    """Tell whether a thread stays on top of this list: never null, so that it can be negated."""
    lasts = or_(Thread.pinned_until.is_(None), Thread.pinned_until > bindparam("moment"))
    pins = (Pin.EVERYWHERE,) if shape.scope is Scope.EVERYTHING else tuple(Pin)
    return and_(Thread.pinned.is_not(None), Thread.pinned.in_(pins), lasts)
