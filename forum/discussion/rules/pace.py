"""May I, about slow threads and timers? Pure answers; nothing here queries."""

from datetime import datetime, timedelta

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.rules.threads import may_facilitate_thread, may_move_thread
from forum.discussion.values.acts import TimerKind, words_of_pace
from forum.kernel.clock import now
from forum.kernel.times import full_time
from forum.kernel.verdicts import ALLOWED, Verdict, refused

NO_EDITS = (
    "This thread is slow at present: posts stay as they were written. What you wish to add fits "
    "into your next one."
)


def is_slow(thread: Thread) -> bool:
    """Tell whether members write in the thread only now and then: it ends by itself."""
    if not thread.slow_seconds:
        return False
    return thread.slow_until is None or thread.slow_until > now()


def is_paced(person: Person, thread: Thread) -> bool:
    """Tell whether the person has to wait there: who looks after the place never has to."""
    if person.is_system or not is_slow(thread):
        return False
    return not person.facilitates(thread.category_id)


def may_write_at(thread: Thread, last_at: datetime | None) -> datetime | None:
    """Return when somebody may write next in a slow thread; None for now."""
    if last_at is None or not thread.slow_seconds:
        return None
    next_at = last_at + timedelta(seconds=thread.slow_seconds)
    if thread.slow_until is not None:
        next_at = min(next_at, thread.slow_until)
    return next_at if next_at > now() else None


def may_write_now(person: Person, thread: Thread, last_at: datetime | None) -> Verdict:
    """Say whether enough time has passed since the person wrote in the thread last."""
    next_at = may_write_at(thread, last_at) if is_paced(person, thread) else None
    if next_at is None:
        return ALLOWED
    pace, at = words_of_pace(thread.slow_seconds or 0), next_at + timedelta(seconds=59)
    shown = full_time(at.replace(second=0, microsecond=0), person.preferences.timezone)
    return refused(
        f"This thread is slow: one post every {pace} from each of us. You can write again "
        f"on {shown}."
    )


def may_revise_now(person: Person, thread: Thread) -> Verdict:
    """Say whether posts may be changed here at present: in a slow thread they could go on by edits."""
    return refused(NO_EDITS) if is_paced(person, thread) else ALLOWED


def may_set_timer(
    person: Person, thread: Thread, kind: TimerKind, category_id: int | None = None
) -> Verdict:
    """Say whether the person may let this be done later: who may do it now.

    It is asked again when the time has come.
    """
    if kind is TimerKind.MOVE:
        return may_move_thread(person, thread, category_id or 0)
    return may_facilitate_thread(person, thread)
