"""Threads that gather entries: begin, write, take back, and make posts of them when it is over."""

from collections.abc import Collection

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from forum.accounts.identity import load_person
from forum.accounts.values import Person
from forum.discussion.events import EntryTakenBack, EntryWritten, GatheringBegun, GatheringEnded
from forum.discussion.models import Entry, Thread
from forum.discussion.operations.drafts import keep_unsent
from forum.discussion.operations.handing_in import Sent, hand_in_reply
from forum.discussion.operations.quotes import check_quotes
from forum.discussion.operations.watching import check_wording
from forum.discussion.queries.entries import find_own_entry
from forum.discussion.rules import (
    may_end_gathering,
    may_gather,
    may_read_entry,
    may_reply,
    may_write_entry,
)
from forum.discussion.values.drafts import DraftKind, DraftPlace
from forum.discussion.values.entries import MOST_ENTRIES, Gathering
from forum.discussion.writing import Writing, write
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Conflict, Invalid, NotFound, Refusal
from forum.kernel.events import announce
from forum.kernel.verdicts import require

CHANGED = "Your entry was changed in another window while you were writing."


def gather_entries(thread: Thread, how: Gathering, *, by: Person) -> None:
    """Let a new thread gather entries instead of replies, until it is over."""
    require(may_gather(by, thread))
    thread.gathering = how
    db.session.flush()
    announce(GatheringBegun(thread_id=thread.id, by_id=by.id))


def write_entry(
    thread: Thread,
    writing: Writing,
    *,
    by: Person,
    seen_revision: int = 0,
    seen: Collection[int] = (),
) -> Entry:
    """Write one's entry, or put another text in its place; everybody has one.

    `seen_revision` is 0 where the form knew of none. The same text sent twice makes one entry.
    Raises Conflict when it was written or changed elsewhere since.
    """
    require(may_write_entry(by, thread))
    checked = check_wording(writing, seen=seen)
    check_quotes(checked.writing.rendered.quotes, thread, by=by)
    entry = find_own_entry(thread, by)
    if entry is not None and entry.raw == checked.writing.raw:
        return entry
    if (entry.revision if entry else 0) != seen_revision:
        raise Conflict(CHANGED)
    if entry is None:
        return _add(thread, checked.writing, seen, by)
    entry.raw, entry.html = checked.writing.raw, checked.writing.rendered.html
    entry.seen, entry.revision = sorted({*entry.seen, *seen}), entry.revision + 1
    db.session.flush()
    return entry


def take_entry_back(thread: Thread, *, by: Person) -> None:
    """Remove one's own entry for good; where it let one read the others', it does so no more."""
    entry = find_own_entry(thread, by)
    if entry is None:
        raise NotFound
    require(may_read_entry(by, thread, entry.author_id, has_written=True))
    db.session.delete(entry)
    db.session.flush()
    announce(EntryTakenBack(thread_id=thread.id, author_id=by.member_id))


def end_gathering(thread: Thread, *, by: Person) -> None:
    """Make posts of the entries, in the order of their writing, each by its author.

    What its author may not post now becomes a draft of theirs: nothing is done for them that they
    could not do, and nothing is lost.
    """
    require(may_end_gathering(by, thread))
    thread.gathering = Gathering.OVER
    db.session.flush()
    announce(GatheringEnded(thread_id=thread.id, by_id=by.id))
    here = select(Entry).where(Entry.thread_id == thread.id)
    for entry in db.session.scalars(here.order_by(Entry.written_at, Entry.id)).all():
        if not _post(entry, thread):
            keep_unsent(DraftPlace(DraftKind.REPLY, thread.id), entry.raw, of=entry.author_id)
        db.session.delete(entry)
    db.session.flush()


def forget_entries(thread_id: int) -> None:
    """Remove what was written into a thread that has expired."""
    db.session.execute(delete(Entry).where(Entry.thread_id == thread_id))


def _add(thread: Thread, writing: Writing, seen: Collection[int], by: Person) -> Entry:
    here = select(func.count()).where(Entry.thread_id == thread.id)
    if (db.session.scalar(here) or 0) >= MOST_ENTRIES:
        raise Invalid("body", "This round takes no more entries.")
    entry = Entry(
        thread_id=thread.id,
        author_id=by.member_id,
        raw=writing.raw,
        html=writing.rendered.html,
        revision=1,
        seen=sorted(set(seen)),
        written_at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except IntegrityError:
        raise Conflict(CHANGED) from None
    announce(EntryWritten(thread_id=thread.id, author_id=by.member_id))
    return entry


def _post(entry: Entry, thread: Thread) -> bool:
    """Post an entry as its author would now, which may let it wait; False where they may not."""
    author = load_person(entry.author_id)
    if not author.is_member or not may_reply(author, thread):
        return False
    try:
        with db.session.begin_nested():
            hand_in_reply(
                thread, write(entry.raw), by=author, sent=Sent(seen=frozenset(entry.seen))
            )
    except Refusal:
        return False
    return True
