"""Timers: what a machine does with a thread later, on behalf of who set it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from forum.accounts.identity import load_person
from forum.accounts.values import SYSTEM, Person
from forum.discussion.events import ThreadRemembered, TimerCancelled, TimerSet
from forum.discussion.models import Thread, ThreadTimer
from forum.discussion.operations import threads
from forum.discussion.operations.labels import check_readers_there
from forum.discussion.operations.withdrawing import withdraw_thread
from forum.discussion.queries.categories import directory
from forum.discussion.rules import (
    has_expired,
    may_see_thread,
    may_set_timer,
    may_take_out_of_circle,
)
from forum.discussion.values.acts import MOST_DAYS, TimerKind
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.events import announce
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason

BY_TIMER = "By a timer: {}"
LOST = "Whoever set it may not do this here any more."
NOT_NOW = "It could not be done: {}"


def set_timer(
    thread: Thread,
    kind: TimerKind,
    *,
    by: Person,
    because: str,
    due_at: datetime | None = None,
    days_after_last: int | None = None,
    category_id: int | None = None,
) -> ThreadTimer:
    """Let something be done with the thread at a moment, or some days after its last post.

    A thread has one timer of each kind, and each facilitator one reminder: a new one replaces it.
    """
    require(may_set_timer(by, thread, kind, category_id))
    due_at = _due(thread, due_at, days_after_last)
    _let_go(thread, kind, by)
    timer = ThreadTimer(
        thread_id=thread.id,
        kind=kind,
        due_at=due_at,
        days_after_last=days_after_last,
        category_id=category_id if kind is TimerKind.MOVE else None,
        set_by_id=by.member_id,
        set_at=now(),
        because=because.strip() if kind is TimerKind.REMIND else need_reason(because),
    )
    db.session.add(timer)
    thread.has_timers = True
    db.session.flush()
    if kind is not TimerKind.REMIND:
        announce(
            TimerSet(
                thread_id=thread.id,
                kind=str(kind),
                by_id=by.id,
                because=timer.because,
                due_at=due_at,
            )
        )
    return timer


def cancel_timer(thread: Thread, timer_id: int, *, by: Person, because: str) -> None:
    """Let a timer of the thread not fire. Raises NotFound where there is none (any more)."""
    timer = db.session.get(ThreadTimer, timer_id)
    if timer is None or timer.thread_id != thread.id:
        raise NotFound
    is_own = timer.kind is TimerKind.REMIND
    if is_own and timer.set_by_id != by.id:
        raise NotFound
    require(may_set_timer(by, thread, TimerKind.CLOSE))
    because = because.strip() if is_own else need_reason(because)
    _drop(timer, thread)
    if not is_own:
        announce(
            TimerCancelled(thread_id=thread.id, kind=str(timer.kind), by_id=by.id, because=because)
        )


def forget_timers(thread_id: int) -> None:
    """Let nothing more be done with a thread that is no more."""
    db.session.execute(delete(ThreadTimer).where(ThreadTimer.thread_id == thread_id))
    thread = db.session.get(Thread, thread_id)
    if thread is not None:
        thread.has_timers = False


def list_due(*, most: int = 200) -> Sequence[int]:
    """Return timers whose time may have come, the oldest first."""
    due = select(ThreadTimer.id).where(ThreadTimer.due_at <= now())
    return db.session.scalars(due.order_by(ThreadTimer.due_at, ThreadTimer.id).limit(most)).all()


def fire_timer(timer_id: int) -> bool:
    """Do what a timer is for, if its time has come; done twice, nothing is done the second time.

    Whether who set it may do this is asked now: they may have lost the right since.
    """
    timer = db.session.get(ThreadTimer, timer_id)
    if timer is None:
        return False
    query = select(Thread).where(Thread.id == timer.thread_id).with_for_update()
    thread = db.session.scalars(query.execution_options(populate_existing=True)).one()
    # Somebody may have cancelled it while this waited for the thread.
    timer = db.session.get(ThreadTimer, timer_id, populate_existing=True)
    if timer is None:
        return False
    if timer.days_after_last is not None:
        timer.due_at = thread.last_posted_at + timedelta(days=timer.days_after_last)
    if timer.due_at > now():
        return False
    _drop(timer, thread)
    if not has_expired(thread):
        _do(timer, thread, load_person(timer.set_by_id))
    return True


def _do(timer: ThreadTimer, thread: Thread, setter: Person) -> None:
    if timer.kind is TimerKind.REMIND:
        if setter.is_member and may_see_thread(setter, thread):
            announce(ThreadRemembered(thread_id=thread.id, member_id=setter.member_id))
        return
    if not setter.is_member or not may_set_timer(setter, thread, timer.kind, timer.category_id):
        _tell_dropped(timer, LOST)
        return
    try:
        with db.session.begin_nested():
            _ACTS[timer.kind](timer, thread, setter, BY_TIMER.format(timer.because))
    except Invalid as refusal:
        _tell_dropped(timer, NOT_NOW.format(refusal.sentence))


def _move(timer: ThreadTimer, thread: Thread, setter: Person, because: str) -> None:
    to = directory().by_id[timer.category_id or 0]
    before = directory().by_id[thread.category_id or 0]
    if not may_take_out_of_circle(before.circle_id, to.circle_id):
        raise Invalid("category", "The thread belongs to a circle.")
    check_readers_there(thread, to, by=setter)
    threads.move_thread(thread, to, by=SYSTEM, because=because)


_ACTS: dict[TimerKind, Callable[[ThreadTimer, Thread, Person, str], object]] = {
    TimerKind.CLOSE: lambda _, t, _s, why: threads.close_thread(t, by=SYSTEM, because=why),
    TimerKind.OPEN: lambda _, t, _s, why: threads.reopen_thread(t, by=SYSTEM, because=why),
    TimerKind.ARCHIVE: lambda _, t, _s, why: threads.archive_thread(t, by=SYSTEM, because=why),
    TimerKind.MOVE: _move,
    TimerKind.WITHDRAW: lambda _, t, _s, why: withdraw_thread(t, by=SYSTEM, because=why),
}


def _due(thread: Thread, due_at: datetime | None, days_after_last: int | None) -> datetime:
    if (due_at is None) == (days_after_last is None):
        raise Invalid("day", "Please choose either a day, or some days after the last post.")
    if days_after_last is not None:
        if not 1 <= days_after_last <= MOST_DAYS:
            raise Invalid("days", f"Please write a number of days from 1 to {MOST_DAYS:,}.")
        return thread.last_posted_at + timedelta(days=days_after_last)
    if due_at is None or due_at <= now():
        raise Invalid("day", "This moment is past. Please choose one that is still to come.")
    return due_at


def _let_go(thread: Thread, kind: TimerKind, by: Person) -> None:
    """Remove the timer that a new one stands for."""
    same = (ThreadTimer.thread_id == thread.id, ThreadTimer.kind == kind)
    own = (ThreadTimer.set_by_id == by.member_id,) if kind is TimerKind.REMIND else ()
    db.session.execute(delete(ThreadTimer).where(*same, *own))


def _drop(timer: ThreadTimer, thread: Thread) -> None:
    db.session.delete(timer)
    db.session.flush()
    left = select(func.count()).where(ThreadTimer.thread_id == thread.id)
    thread.has_timers = bool(db.session.scalar(left))


def _tell_dropped(timer: ThreadTimer, because: str) -> None:
    announce(
        TimerCancelled(thread_id=timer.thread_id, kind=str(timer.kind), by_id=None, because=because)
    )
