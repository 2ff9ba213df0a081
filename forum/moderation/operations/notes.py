"""Notes that facilitators leave each other on a thread."""

from sqlalchemy import delete, update

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.verdicts import require
from forum.moderation.models import ThreadNote
from forum.moderation.rules import may_see_note, may_write_note
from forum.moderation.values import LONGEST_NOTE

NO_WORDS = "Please write a note."
TOO_LONG = f"Please keep a note under {LONGEST_NOTE:,} letters."


def write_note(thread: Thread, words: str, *, by: Person) -> ThreadNote:
    """Leave a note for those who look after the thread's place; nobody else is told of it."""
    require(may_write_note(by, thread))
    words = words.strip()
    if not words:
        raise Invalid("words", NO_WORDS)
    if len(words) > LONGEST_NOTE:
        raise Invalid("words", TOO_LONG)
    note = ThreadNote(
        thread_id=thread.id,
        category_id=thread.category_id,
        by_id=by.member_id,
        written_at=now(),
        words=words,
    )
    db.session.add(note)
    db.session.flush()
    return note


def remove_note(thread: Thread, note_id: int, *, by: Person) -> None:
    """Remove a note of one's own. Raises NotFound where there is none."""
    note = db.session.get(ThreadNote, note_id)
    if note is None or note.thread_id != thread.id or note.by_id != by.id:
        raise NotFound
    require(may_see_note(by, thread, note.category_id))
    db.session.delete(note)
    db.session.flush()


def carry_notes(thread_id: int, into_id: int) -> None:
    """Let notes stand with the thread that theirs was merged into."""
    moved = update(ThreadNote).where(ThreadNote.thread_id == thread_id).values(thread_id=into_id)
    db.session.execute(moved)


def forget_notes(thread_id: int) -> None:
    """Remove the notes on a thread that has expired."""
    db.session.execute(delete(ThreadNote).where(ThreadNote.thread_id == thread_id))
