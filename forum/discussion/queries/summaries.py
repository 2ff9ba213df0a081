"""Summaries of threads that were fetched for a person, and their versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.differences import Change, differences
from forum.discussion.models import Summary, Thread
from forum.discussion.queries.filling import fill_texts
from forum.discussion.values import MemberCard
from forum.kernel.db import db, read

LONG = 700
"""Letters beyond which a summary is folded on narrow pages."""


@dataclass(frozen=True, slots=True)
class SummaryCard:
    """The box at the top of a thread, filled for one reader."""

    version: int
    words: str
    decisions: str
    questions: str
    author: MemberCard
    written_at: datetime
    is_long: bool


@dataclass(frozen=True, slots=True)
class SummaryChange:
    """One version, and how each of its parts differs from the one before it."""

    version: int
    author: MemberCard
    written_at: datetime
    parts: tuple[tuple[str, tuple[Change, ...]], ...]


_SHOWN = (
    select(
        Summary.version,
        Summary.words_html,
        Summary.decisions_html,
        Summary.questions_html,
        Summary.written_at,
        Member.id,
        Member.handle,
        Member.name,
        Member.picture,
    )
    .join(Member, Member.id == Summary.written_by_id)
    .where(Summary.thread_id == bindparam("thread_id"))
    .order_by(Summary.version.desc())
    .limit(1)
)


def show_summary(thread: Thread, person: Person) -> SummaryCard | None:
    """Return the summary of a thread as this reader sees it; None where it is empty."""
    row: Any = read(_SHOWN, thread_id=thread.id).first()
    if row is None:
        return None
    if not any(row[1:4]):
        return None
    words, decisions, questions = fill_texts(row[1:4], person, thread)
    is_long = len(words) + len(decisions) + len(questions) > LONG
    author = MemberCard(*row[5:])
    return SummaryCard(row[0], words, decisions, questions, author, row[4], is_long)


def find_summary(thread: Thread) -> Summary | None:
    """Return the newest version of the thread's summary."""
    query = select(Summary).where(Summary.thread_id == thread.id)
    return db.session.scalar(query.order_by(Summary.version.desc()).limit(1))


def list_summary_changes(thread: Thread) -> Sequence[SummaryChange]:
    """Return the versions of the thread's summary, newest first."""
    query = (
        select(Summary, Member)
        .join(Member, Member.id == Summary.written_by_id)
        .where(Summary.thread_id == thread.id)
        .order_by(Summary.version)
    )
    before, found = Summary(words="", decisions="", questions=""), []
    for summary, member in db.session.execute(query):
        parts = tuple(
            (title, tuple(differences(old, new)))
            for title, old, new in (
                ("Summary", before.words, summary.words),
                ("Decisions", before.decisions, summary.decisions),
                ("Open questions", before.questions, summary.questions),
            )
            if old or new
        )
        author = MemberCard(member.id, member.handle, member.name, member.picture)
        found.append(SummaryChange(summary.version, author, summary.written_at, parts))
        before = summary
    return found[::-1]
