"""Entries of the log, as who may undo them gets them."""

from collections.abc import Sequence

from sqlalchemy.orm import joinedload

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.kernel.db import db
from forum.kernel.errors import NotFound
from forum.moderation.models import LogEntry
from forum.moderation.queries.log import select_full_entries

MOST_SHOWN = 20


def get_full_entry(entry_id: int, *, by: Person) -> LogEntry:
    """Return an entry that stands in this facilitator's full log. Raises NotFound."""
    entry = db.session.scalar(select_full_entries(by).where(LogEntry.id == entry_id))
    if entry is None:
        raise NotFound
    return entry


def last_entries_about(thread: Thread, *, by: Person) -> Sequence[LogEntry]:
    """Return what was done last with a thread and its posts, newest first, as the full log has it."""
    query = select_full_entries(by).where(LogEntry.thread_id == thread.id)
    query = query.order_by(LogEntry.id.desc()).limit(MOST_SHOWN)
    return db.session.scalars(query.options(joinedload(LogEntry.by))).all()
