"""When somebody wrote in a slow thread last, and what timers will do with a thread."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.values import Person
from forum.discussion.models import HeldPost, Post, Thread, ThreadTimer
from forum.discussion.queries.categories import directory
from forum.discussion.rules import is_paced, may_see_category, may_write_now
from forum.discussion.values.acts import TimerCard, TimerKind
from forum.discussion.values.held import HeldState
from forum.kernel.db import db
from forum.kernel.verdicts import ALLOWED, Verdict


def last_written(thread: Thread, person: Person) -> datetime | None:
    """Return when the person wrote in the thread last, what was withdrawn or waits included."""
    posted = select(func.max(Post.created_at)).where(
        Post.thread_id == thread.id, Post.author_id == person.id
    )
    handed_in = select(func.max(HeldPost.held_at)).where(
        HeldPost.thread_id == thread.id,
        HeldPost.author_id == person.id,
        HeldPost.state == HeldState.WAITING,
    )
    found = db.session.execute(select(posted.scalar_subquery(), handed_in.scalar_subquery())).one()
    return max((at for at in found if at is not None), default=None)


def pace_here(thread: Thread, person: Person) -> Verdict:
    """Say whether the person may write in the thread now, asking only where it is slow for them."""
    if not is_paced(person, thread):
        return ALLOWED
    return may_write_now(person, thread, last_written(thread, person))


def timers_of(thread: Thread, person: Person) -> Sequence[TimerCard]:
    """Return what will be done with the thread, as far as this reader is told, the next one first.

    A reminder is its member's own.
    """
    if not thread.has_timers:
        return ()
    query = select(ThreadTimer).where(ThreadTimer.thread_id == thread.id)
    rows = db.session.scalars(query.order_by(ThreadTimer.due_at, ThreadTimer.id)).all()
    return [
        _card(row, person)
        for row in rows
        if row.kind is not TimerKind.REMIND or row.set_by_id == person.id
    ]


def _card(row: ThreadTimer, person: Person) -> TimerCard:
    category = directory().by_id.get(row.category_id or 0)
    is_told = category is not None and bool(may_see_category(person, category.id))
    place = category.name if category and is_told else ""
    return TimerCard(row.id, row.kind, row.due_at, row.days_after_last, place, row.because)
