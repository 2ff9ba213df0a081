"""Counting what a quarter's note tells, and reading the notes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.models import Member
from forum.accounts.slots import Figure, bulk_source, counted_acts
from forum.accounts.values import CategoryId, Grants, Level, Person, PersonKind
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import NotFound
from forum.kernel.verdicts import require
from forum.moderation.models import LogEntry
from forum.moderation.queries.log import select_visible_entries
from forum.moderation.rules import may_open_community_acts, may_see_log
from forum.moderation.transparency.models import TransparencyNote
from forum.moderation.transparency.values import (
    COUNTED,
    NoteCard,
    Quarter,
    quarter_of,
    told,
    week_of,
)


def count_acts(begins: datetime, ends: datetime) -> Sequence[Figure]:
    """Count what the log has of a time, where every member could count it, too.

    What was done in circles, reserved threads and places of some groups is not counted here:
    compared with what one reads oneself, a sum would tell how lively a hidden place is.
    """
    count = func.count(LogEntry.id)
    query = select_visible_entries(_everybody()).where(LogEntry.at >= begins, LogEntry.at < ends)
    counted = query.with_only_columns(LogEntry.act, count).group_by(LogEntry.act)
    found = {row[0]: row[1] for row in db.session.execute(counted)}
    return [Figure(words, sum(found.get(act, 0) for act in acts)) for words, acts in COUNTED]


def lines_of(begins: datetime, ends: datetime) -> list[list[str]]:
    """Return what a note says of a time: the log's acts, and what other packages count."""
    figures = [figure for fill in counted_acts for figure in fill(begins, ends)]
    return [[figure.words, told(figure)] for figure in figures]


def list_notes(person: Person) -> list[NoteCard]:
    """Return the notes of all quarters, newest first, for members."""
    require(may_see_log(person))
    notes = db.session.scalars(select(TransparencyNote).order_by(TransparencyNote.quarter.desc()))
    return [_card(note) for note in notes]


def get_note(quarter: str, *, by: Person) -> NoteCard:
    """Return the note of a quarter. Raises NotFound."""
    require(may_see_log(by))
    note = db.session.get(TransparencyNote, quarter)
    if note is None:
        raise NotFound
    return _card(note)


def note_so_far(person: Person) -> NoteCard | None:
    """Return how the present quarter stood when this week began, for facilitators of the community.

    Were it counted to this moment, who looks twice would see when somebody raised a wall.
    """
    if not may_open_community_acts(person):
        return None
    quarter = quarter_of(now())
    lines = lines_of(quarter.begins, week_of(now()))
    return NoteCard(quarter.key, quarter.words, now(), tuple((a, b) for a, b in lines))


def has_note(quarter: Quarter) -> bool:
    """Tell whether the note of a quarter was made."""
    return db.session.get(TransparencyNote, quarter.key) is not None


def began_at() -> datetime | None:
    """Return when the first member came, before whom there is nothing to tell."""
    return db.session.scalar(select(func.min(Member.joined_at)))


def _card(note: TransparencyNote) -> NoteCard:
    year, number = note.quarter.split("-Q")
    words = Quarter(int(year), int(number)).words
    return NoteCard(note.quarter, words, note.made_at, tuple((a, b) for a, b in note.lines))


def _everybody() -> Person:
    """Return somebody who reads what every member reads, and nothing else."""
    open_to_all = {CategoryId(id_) for source in bulk_source for id_, _ in source().choices()}
    levels = dict.fromkeys(open_to_all, Level.SEE)
    return Person(PersonKind.MEMBER, grants=Grants(levels, frozenset()))
