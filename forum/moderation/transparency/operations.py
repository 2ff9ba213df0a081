"""Making the note of a quarter: a machine does, at its end."""

from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.events import announce
from forum.moderation.transparency.events import NoteMade
from forum.moderation.transparency.models import TransparencyNote
from forum.moderation.transparency.queries import began_at, has_note, lines_of
from forum.moderation.transparency.values import quarter_of

MOST_AT_ONCE = 4
"""Quarters that are made up for where no worker ran for a year."""


def make_due_notes() -> int:
    """Write the notes of quarters that are over and have none; return how many."""
    began, quarter, made = began_at(), quarter_of(now()).before, 0
    for _ in range(MOST_AT_ONCE):
        if began is None or quarter.ends <= began:
            break
        if not has_note(quarter):
            lines = lines_of(quarter.begins, quarter.ends)
            db.session.add(TransparencyNote(quarter=quarter.key, made_at=now(), lines=lines))
            db.session.flush()
            announce(NoteMade(quarter=quarter.key))
            made += 1
        quarter = quarter.before
    return made
