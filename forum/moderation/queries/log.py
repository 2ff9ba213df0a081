"""The moderation log: in full for facilitators, and as every member may read it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.discussion.queries.categories import visible_category_ids
from forum.discussion.queries.threads import is_alive, is_listed_for
from forum.discussion.rules import categories_looked_after, has_expired
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.links import link_to
from forum.kernel.paging import Paging, last_page
from forum.kernel.sets import among_these
from forum.kernel.text import fold, without_accents
from forum.moderation.models import LogEntry, LogPlace
from forum.moderation.queries.items import card_of_member, card_of_rule
from forum.moderation.rules import may_read_reason
from forum.moderation.values import (
    AT_THEIR_TIME,
    ENTRIES_PER_PAGE,
    SHOWN_IN_THREAD,
    Act,
    FullEntry,
    PublicEntry,
    Traces,
)

YEAR = timedelta(days=365)
MOST_ROWS = 5_000
"""Entries that can be taken along at once; a narrower period brings older ones."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """What a log is narrowed to: an act, words in the reason, a place, a time, and who.

    `handle` is who acted and `member` whom it was about: only the full log is narrowed by them.
    """

    act: Act | None = None
    words: str = ""
    handle: str = ""
    category_id: int | None = None
    member: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it lets everything through."""
        return self == Sieve()

    def without_people(self) -> "Sieve":
        """Return what the log that all members read can be narrowed to: it names nobody."""
        return replace(self, handle="", member="")


@dataclass(frozen=True, slots=True)
class PublicLog:
    """One page of the log that all members read, and how often each act was done in a year."""

    entries: tuple[PublicEntry, ...]
    paging: Paging
    counts: tuple[tuple[Act, int], ...]


@dataclass(frozen=True, slots=True)
class FullLog:
    """One page of the log that facilitators read."""

    entries: tuple[FullEntry, ...]
    paging: Paging
    count: int


def select_visible_entries(person: Person) -> Select[LogEntry]:
    """Select what exists for a reader of the open log: twin of may_see_entry."""
    visible = visible_category_ids(person)
    return (
        select(LogEntry)
        .outerjoin(Thread, Thread.id == LogEntry.thread_id)
        .where(
            ~_has_place(LogPlace.category_id.not_in(visible)),
            or_(LogEntry.thread_id.is_(None), is_listed_for(person)),
        )
    )


def select_entries_with_reason(person: Person) -> Select[LogEntry]:
    """Select the entries whose reason the reader may read: twin of may_read_reason."""
    return select_visible_entries(person).where(_has_place())


def select_full_entries(person: Person) -> Select[LogEntry]:
    """Select what stands in a facilitator's full log: twin of may_see_full_entry."""
    query = select(LogEntry).outerjoin(Thread, Thread.id == LogEntry.thread_id)
    mine = _has_place(LogPlace.category_id.in_(categories_looked_after(person)))
    if person.is_community_facilitator:
        mine = or_(mine, ~_has_place())
    reserved = among_these(Thread.id, sorted(person.grants.opened_by_name))
    is_open = and_(or_(~Thread.is_reserved, reserved), is_alive())
    return query.where(mine, or_(Thread.id.is_(None), is_open))


def public_log(person: Person, sieve: Sieve, *, page: int = 1) -> PublicLog:
    """Return a page of the log as this member may read it, newest first.

    Words are looked for in reasons that the member may read, and nowhere else.
    """
    visible = select_entries_with_reason(person) if sieve.words else select_visible_entries(person)
    entries, paging, _ = _page(_sieved(visible, sieve), page)
    return PublicLog(tuple(_public(entry, person) for entry in entries), paging, _counts(person))


def full_log(person: Person, sieve: Sieve, *, page: int = 1) -> FullLog:
    """Return a page of the log as this facilitator reads it, newest first."""
    entries, paging, count = _page(_sieved(select_full_entries(person), sieve), page)
    visible = visible_category_ids(person)
    return FullLog(tuple(_full(entry, visible) for entry in entries), paging, count)


def public_rows(person: Person, sieve: Sieve) -> Iterator[PublicEntry]:
    """Return what of the open log exists for this member, newest first, to be taken along."""
    visible = select_entries_with_reason(person) if sieve.words else select_visible_entries(person)
    for entry in _rows(_sieved(visible, sieve)):
        yield _public(entry, person)


def full_rows(person: Person, sieve: Sieve) -> Iterator[FullEntry]:
    """Return what stands in this facilitator's full log, newest first, to be taken along."""
    visible = visible_category_ids(person)
    for entry in _rows(_sieved(select_full_entries(person), sieve)):
        yield _full(entry, visible)


def _rows(query: Select[LogEntry]) -> Sequence[LogEntry]:
    newest = query.order_by(LogEntry.at.desc(), LogEntry.id.desc()).limit(MOST_ROWS)
    return db.session.scalars(newest.options(*_whole())).all()


def _has_place(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    place = select(LogPlace.entry_id).where(LogPlace.entry_id == LogEntry.id, *conditions)
    return place.exists()


def _sieved(query: Select[LogEntry], sieve: Sieve) -> Select[LogEntry]:
    if sieve.act is not None:
        query = query.where(LogEntry.act == sieve.act)
    for word in without_accents(sieve.words).split():
        query = query.where(LogEntry.words.contains(word, autoescape=True))
    if sieve.handle:
        actor = select(Member.id).where(Member.handle_key == fold(sieve.handle))
        query = query.where(LogEntry.by_id.in_(actor))
    if sieve.category_id is not None:
        query = query.where(_has_place(LogPlace.category_id == sieve.category_id))
    if sieve.since is not None:
        query = query.where(LogEntry.at >= sieve.since)
    if sieve.until is not None:
        query = query.where(LogEntry.at < sieve.until)
    return _about(query, sieve.member) if sieve.member else query


def _about(query: Select[LogEntry], handle: str) -> Select[LogEntry]:
    """Narrow to acts on a member, or on what they wrote."""
    member = select(Member.id).where(Member.handle_key == fold(handle))
    posts = select(Post.id).where(Post.author_id.in_(member))
    return query.where(or_(LogEntry.member_id.in_(member), LogEntry.post_id.in_(posts)))


def _page(query: Select[LogEntry], page: int) -> tuple[Sequence[LogEntry], Paging, int]:
    count = db.session.scalar(query.with_only_columns(func.count(LogEntry.id))) or 0
    last = last_page(count, ENTRIES_PER_PAGE)
    page = max(1, min(page, last))
    query = query.order_by(LogEntry.at.desc(), LogEntry.id.desc())
    query = query.offset((page - 1) * ENTRIES_PER_PAGE).limit(ENTRIES_PER_PAGE)
    return (
        db.session.scalars(query.options(*_whole())).all(),
        Paging(page, page < last, last),
        count,
    )


def _whole() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(LogEntry.by),
        joinedload(LogEntry.member),
        joinedload(LogEntry.rule),
        joinedload(LogEntry.thread),
        joinedload(LogEntry.post).joinedload(Post.thread),
        selectinload(LogEntry.places),
    )


def _counts(person: Person) -> tuple[tuple[Act, int], ...]:
    """Count each act of the last twelve months that exists for the reader."""
    count = func.count(LogEntry.id)
    year = select_visible_entries(person).where(LogEntry.at > now() - YEAR)
    counted = year.with_only_columns(LogEntry.act, count).group_by(LogEntry.act)
    rows = db.session.execute(counted.order_by(count.desc(), LogEntry.act))
    return tuple((row[0], row[1]) for row in rows)


def _traces(entry: LogEntry) -> Traces:
    places = frozenset(place.category_id for place in entry.places)
    thread = entry.thread
    if thread is None:
        return Traces(places)
    return Traces(
        places,
        thread.category_id,
        in_conversation=thread.is_conversation,
        reserved_id=thread.id if thread.is_reserved else None,
        has_expired=has_expired(thread),
    )


def _public(entry: LogEntry, person: Person) -> PublicEntry:
    """Show an act without names; flags are not tied to the thread, so that nobody is marked."""
    thread = entry.thread if entry.act in SHOWN_IN_THREAD else None
    return PublicEntry(
        act=entry.act,
        at=entry.at,
        rule=card_of_rule(entry.rule) if entry.rule else None,
        because=entry.because if may_read_reason(person, _traces(entry)) else None,
        thread_title=thread.title if thread else None,
        thread_address=_address(entry) if thread else None,
        glass=_glass(entry),
        until=entry.until if entry.act in _GLASS else None,
        by_machine=_by_machine(entry),
    )


def _by_machine(entry: LogEntry) -> bool:
    return entry.by_id is None and entry.act in AT_THEIR_TIME


_GLASS = frozenset({Act.GLASS_BROKEN, Act.GLASS_CLOSED})


def _glass(entry: LogEntry) -> str:
    """Say who opened a thread with whom: whoever opens what is closed is named to all."""
    if entry.act not in _GLASS or entry.by is None or entry.member is None:
        return ""
    if entry.act is Act.GLASS_CLOSED:
        return f"{entry.after}. Opened to {entry.member.name}, and ended early by {entry.by.name}."
    return f"{entry.after}. Opened to {entry.by.name}, with the consent of {entry.member.name}."


def _full(entry: LogEntry, visible: frozenset[int]) -> FullEntry:
    """Show an act in full; of a thread that has moved out of sight, neither title nor link."""
    thread = entry.thread
    is_seen = thread is None or thread.category_id in visible
    return FullEntry(
        act=entry.act,
        at=entry.at,
        by=card_of_member(entry.by) if entry.by else None,
        rule=card_of_rule(entry.rule) if entry.rule else None,
        because=entry.because,
        thread_title=thread.title if thread and is_seen else None,
        address=_address(entry) if is_seen else None,
        post_number=entry.post.number if entry.post and is_seen and _stands_there(entry) else None,
        member=card_of_member(entry.member) if entry.member else None,
        until=entry.until,
        before=entry.before if is_seen else "",
        after=entry.after if is_seen else "",
        id=entry.id,
        by_machine=_by_machine(entry),
    )


def _address(entry: LogEntry) -> str | None:
    """Link to the post or the thread; a post that went elsewhere names its new place to nobody."""
    thing = entry.post if _stands_there(entry) else entry.thread
    return link_to(thing) if thing else None


def _stands_there(entry: LogEntry) -> bool:
    """Tell whether the post still stands in the thread that the entry is about."""
    if entry.post is None:
        return False
    return entry.thread_id is None or entry.post.thread_id == entry.thread_id
