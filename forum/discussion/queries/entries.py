"""Entries of rounds, for those who may read them: nothing else in the house reads their table."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from forum.accounts.values import Person
from forum.discussion.models import Entry, File, Thread
from forum.discussion.queries.filling import fill_texts
from forum.discussion.queries.threads import exists_for
from forum.discussion.values.entries import EntryCard, Gathering
from forum.kernel.db import db
from forum.kernel.markup import files_in

_Own = aliased(Entry)


def select_readable_entries(person: Person) -> Select[Entry]:
    """Select the entries that exist for this person: twin of may_read_entry."""
    query = select(Entry)
    if person.is_system:
        return query
    me = person.id or 0
    has_written = exists().where(_Own.thread_id == Entry.thread_id, _Own.author_id == me)
    return query.join(Thread, Thread.id == Entry.thread_id).where(
        exists_for(person),
        or_(
            Entry.author_id == me,
            Thread.gathering == Gathering.IN_THE_OPEN,
            (Thread.gathering == Gathering.APART) & has_written,
        ),
    )


def entries_here(thread: Thread, person: Person) -> list[EntryCard]:
    """Return the entries of a thread that the person may read, in the order of their writing."""
    query = select_readable_entries(person).where(Entry.thread_id == thread.id)
    query = query.options(joinedload(Entry.author)).order_by(Entry.written_at, Entry.id)
    cards = [_card(entry, person) for entry in db.session.scalars(query)]
    texts = fill_texts([card.html for card in cards], person)
    return [replace(card, html=html) for card, html in zip(cards, texts, strict=True)]


def find_own_entry(thread: Thread, person: Person) -> Entry | None:
    """Return what the person has written into a thread that gathers entries."""
    if not person.is_member:
        return None
    query = select(Entry).where(Entry.thread_id == thread.id, Entry.author_id == person.member_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def others_have_entries(thread_id: int, *, but: Collection[int]) -> bool:
    """Tell whether somebody else has written here what is no post yet: for rules about readers."""
    query = select(Entry.id).where(Entry.thread_id == thread_id, Entry.author_id.not_in(but))
    return db.session.scalar(query.limit(1)) is not None


def writers_of_entries(thread_id: int) -> frozenset[int]:
    """Return who has written here what is no post yet; it is told to nobody."""
    query = select(Entry.author_id).where(Entry.thread_id == thread_id)
    return frozenset(db.session.scalars(query))


def files_in_entries(file_ids: Collection[int]) -> set[int]:
    """Return those of the files that an entry of their sender names."""
    texts = select(Entry.raw).where(
        Entry.author_id.in_(select(File.author_id).where(File.id.in_(file_ids))),
        Entry.raw.contains("/uploads/"),
    )
    return {id_ for raw in db.session.scalars(texts) for id_ in files_in(raw)} & set(file_ids)


def _card(entry: Entry, person: Person) -> EntryCard:
    is_own = entry.author_id == person.id
    return EntryCard(
        author_id=entry.author_id,
        author_name=entry.author.name,
        author_handle=entry.author.handle,
        html=entry.html,
        written_at=entry.written_at,
        is_own=is_own,
        raw=entry.raw if is_own else "",
        revision=entry.revision,
    )
