"""The threads most discussed in a period: replies in it, times different writers.

Counting takes a look at every post of the period, and is the same for everyone: it is done once in
a while, and what a reader may not see is left out afterwards.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, literal_column, select

from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.discussion.queries.categories import visible_category_ids
from forum.discussion.queries.following import without_muted
from forum.discussion.queries.places import Narrowing, Places
from forum.discussion.values import THREADS_PER_PAGE, Period
from forum.kernel.clock import now
from forum.kernel.db import read
from forum.kernel.moments import BriefCache

PERIODS = {
    Period.WEEK: timedelta(days=7),
    Period.MONTH: timedelta(days=31),
    Period.YEAR: timedelta(days=366),
}
KEPT = 15.0
"""Seconds for which a count is good enough."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A thread that was replied to in the period."""

    thread_id: int
    category_id: int
    is_reserved: bool
    ends_at: datetime | None


def places_by_activity(person: Person, period: Period, narrowing: Narrowing, page: int) -> Places:
    """Return the threads on a page of those most discussed in a period, as this person sees it."""
    wanted = visible_category_ids(person)
    if narrowing.category_ids is not None:
        wanted &= frozenset(narrowing.category_ids)
    moment = now()
    ids = [
        one.thread_id
        for one in _ranking.get(period)
        if one.category_id in wanted
        and (not one.is_reserved or one.thread_id in person.grants.reserved)
        and (one.ends_at is None or one.ends_at > moment)
    ]
    kept = without_muted(ids, person, category_ids=narrowing.category_ids or ())
    ids = [id_ for id_ in ids if id_ in kept]
    first = (page - 1) * THREADS_PER_PAGE
    return Places(tuple(ids[first : first + THREADS_PER_PAGE]), len(ids) > first + THREADS_PER_PAGE)


# Adding nothing to the thread keeps the index on threads, and with it a look at every post there
# is, from being taken: the posts of the period stand together in the index on moments.
_THREAD = Post.thread_id + literal_column("0")
_ACTIVE = (
    select(
        _THREAD.label("thread_id"),
        (func.count() * func.count(Post.author_id.distinct())).label("n"),
    )
    .where(Post.created_at > bindparam("since"), Post.number > 1, Post.withdrawn_at.is_(None))
    .group_by(_THREAD)
    .subquery()
)
_RANKING = (
    select(Thread.id, Thread.category_id, Thread.is_reserved, Thread.ends_at)
    .join(_ACTIVE, _ACTIVE.c.thread_id == Thread.id)
    .where(Thread.category_id.is_not(None))
    .order_by(_ACTIVE.c.n.desc(), Thread.score.desc(), Thread.id.desc())
)


def _rank(period: Period) -> tuple[Ranked, ...]:
    rows = read(_RANKING, since=now() - PERIODS[period])
    return tuple(Ranked(row.id, row.category_id, row.is_reserved, row.ends_at) for row in rows)


_ranking: BriefCache[Period, tuple[Ranked, ...]] = BriefCache(_rank, seconds=KEPT)
