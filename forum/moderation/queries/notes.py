"""Notes of facilitators, for those who look after the place alone."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.rules import categories_looked_after
from forum.discussion.values import MemberCard
from forum.kernel.db import db
from forum.moderation.models import ThreadNote
from forum.moderation.rules import may_write_note
from forum.moderation.values import NoteCard


def list_notes(thread: Thread, person: Person) -> Sequence[NoteCard]:
    """Return the notes on a thread as far as they exist for this person, oldest first."""
    if not may_write_note(person, thread):
        return ()
    query = (
        _visible(thread, person)
        .join(Member, Member.id == ThreadNote.by_id)
        .order_by(ThreadNote.written_at, ThreadNote.id)
        .add_columns(Member.handle, Member.name, Member.picture)
    )
    return [
        NoteCard(
            row.ThreadNote.id,
            MemberCard(row.ThreadNote.by_id, row.handle, row.name, row.picture),
            row.ThreadNote.written_at,
            row.ThreadNote.words,
        )
        for row in db.session.execute(query)
    ]


def count_notes(thread: Thread, person: Person) -> int:
    """Return how many notes on the thread exist for somebody who looks after its place."""
    counted = _visible(thread, person).with_only_columns(func.count(ThreadNote.id))
    return db.session.scalar(counted) or 0


def _visible(thread: Thread, person: Person) -> Select[ThreadNote]:
    """Select what may_see_note shows, in a thread that the person may facilitate."""
    here = ThreadNote.thread_id == thread.id
    return select(ThreadNote).where(
        here, ThreadNote.category_id.in_(categories_looked_after(person))
    )
