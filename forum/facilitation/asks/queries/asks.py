"""What threads ask for; all of it is kept by its stamp, since most lists show some of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.queries.lists import ThreadList, lines_of
from forum.discussion.queries.threads import is_listed_for
from forum.facilitation.asks.models import Ask, NeedlessReply
from forum.facilitation.asks.values import ASKS, AskCard, AskKind, AskState
from forum.kernel.db import db
from forum.kernel.paging import Paging
from forum.kernel.stamps import StampedCache

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Said:
    """Everything that is said of threads here, by their ids."""

    asks: Mapping[int, AskCard] = field(default_factory=dict)
    needless: frozenset[int] = frozenset()


def ask_of(thread_id: int) -> AskCard | None:
    """Return what a thread asks for, for whoever is shown the thread."""
    return _cache.get("all").asks.get(thread_id)


def needs_no_reply(thread_id: int) -> bool:
    """Tell whether somebody said that a thread needs no reply, for whoever is shown the thread."""
    return thread_id in _cache.get("all").needless


def page_of_asks(person: Person, *, kind: AskKind | None = None, page: int = 1) -> ThreadList:
    """Return a page of the threads that ask for help: the nearest day first, then the newest."""
    query = (
        select(Thread.id)
        .join(Ask, Ask.thread_id == Thread.id)
        .where(
            is_listed_for(person),
            Ask.state == AskState.OPEN,
            Thread.closed_at.is_(None),
            Thread.archived_at.is_(None),
        )
        .order_by(Ask.needed_by.is_(None), Ask.needed_by, Ask.asked_at.desc(), Thread.id.desc())
        .offset((page - 1) * PER_PAGE)
        .limit(PER_PAGE + 1)
    )
    if kind is not None:
        query = query.where(Ask.kind == kind)
    ids = db.session.scalars(query).all()
    return ThreadList(lines_of(ids[:PER_PAGE], person), Paging(page, len(ids) > PER_PAGE))


def _load(_key: str) -> Said:
    asks = db.session.execute(select(Ask.thread_id, Ask.kind, Ask.needed_by, Ask.state))
    needless = db.session.scalars(select(NeedlessReply.thread_id))
    return Said({row.thread_id: AskCard(*row) for row in asks}, frozenset(needless))


_cache: StampedCache[str, Said] = StampedCache(_load, stamp=ASKS)
