"""Acts on a thread that hold for a time, or are done later: slow mode, timers, the whole thread."""

from datetime import datetime, time
from typing import Any

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.operations.joining import merge_posts
from forum.discussion.operations.pace import slow_thread, unslow_thread
from forum.discussion.operations.timers import cancel_timer, set_timer
from forum.discussion.operations.withdrawing import restore_thread, withdraw_thread
from forum.discussion.queries.categories import visible_categories
from forum.discussion.queries.moves import get_posts_of, lock_threads
from forum.discussion.queries.pace import timers_of
from forum.discussion.reminders import When, reminder_moment
from forum.discussion.rules import may_move_thread
from forum.discussion.values.acts import UNITS, TimerKind
from forum.kernel.clock import now
from forum.kernel.days import end_of_day
from forum.kernel.errors import Invalid
from forum.kernel.times import full_time
from forum.moderation.forms import CancelTimerForm, MergePostsForm, SlowForm, TimerForm, numbers_in
from forum.moderation.values import LONGEST_PIN_DAYS
from forum.moderation.views.acting import ThreadAct

MIDNIGHT = time(0)


def _slow(thread: Thread, form: SlowForm, person: Person) -> bool:
    if form.amount.data is None:
        raise Invalid("amount", "Please write a number, such as 30.")
    day, until = form.until.data, None
    if day is not None:
        until = end_of_day(day, person.preferences.timezone, most_days=LONGEST_PIN_DAYS)
    seconds = form.amount.data * UNITS[form.unit.data]
    return slow_thread(thread, seconds, by=person, because=form.because.data, until=until)


def _set(thread: Thread, form: TimerForm, person: Person) -> bool:
    kind = TimerKind(form.kind.data)
    if kind is TimerKind.MOVE and not form.category.data:
        raise Invalid("category", "Please choose where the thread goes.")
    set_timer(
        thread,
        kind,
        by=person,
        because=form.because.data,
        due_at=_moment(form, person),
        days_after_last=form.days.data,
        category_id=int(form.category.data) if form.category.data else None,
    )
    return True


def _moment(form: TimerForm, person: Person) -> datetime | None:
    """Return the moment that was chosen, in the zone of who chose it."""
    if form.day.data is None:
        return None
    return reminder_moment(
        When.DATE,
        moment=now(),
        zone_name=person.preferences.timezone,
        day=form.day.data,
        clock=form.clock.data,
    )


def _offer_places(form: TimerForm, thread: Thread, person: Person) -> None:
    form.offer(
        [
            (card.id, card.name)
            for card in visible_categories(person)
            if card.id != thread.category_id and may_move_thread(person, thread, card.id)
        ]
    )


def _offer_timers(form: CancelTimerForm, thread: Thread, person: Person) -> None:
    zone = person.preferences.timezone
    form.offer(
        [
            (one.id, f"{one.line}, {full_time(one.due_at, zone)}")
            for one in timers_of(thread, person)
        ]
    )


def _cancel(thread: Thread, form: CancelTimerForm, person: Person) -> bool:
    cancel_timer(thread, form.timer.data, by=person, because=form.because.data)
    return True


def _withdraw(thread: Thread, form: Any, person: Person) -> bool:
    return withdraw_thread(thread, by=person, because=form.because.data)


def _restore(thread: Thread, form: Any, person: Person) -> bool:
    return restore_thread(thread, by=person, because=form.because.data)


def _merge_posts(thread: Thread, form: MergePostsForm, person: Person) -> bool:
    numbers = numbers_in(form.numbers.data)
    lock_threads(thread.id)
    posts = get_posts_of(thread, numbers)
    if len(posts) < len(numbers):
        raise Invalid("numbers", "Some of these posts do not stand here (any more).")
    merge_posts(thread, posts, by=person, because=form.because.data)
    return True


LATER_ACTS = {
    "merge-posts": ThreadAct(
        "Merge posts of one author",
        "Merge the posts",
        "The posts are one now; the addresses of the others lead to it.",
        "The posts are one already.",
        _merge_posts,
        MergePostsForm,
    ),
    "slow": ThreadAct(
        "Slow the thread down",
        "Slow it down",
        "The thread is slow now: each of us waits between two posts. You do not have to.",
        "The thread is slow just so already.",
        _slow,
        SlowForm,
        begin=lambda _thread: {"amount": 30, "unit": "minutes"},
    ),
    "unslow": ThreadAct(
        "Let everybody write freely",
        "Let everybody write freely",
        "Everybody can write again when they wish.",
        "The thread is not slow (any more).",
        lambda t, f, p: unslow_thread(t, by=p, because=f.because.data),
    ),
    "timer": ThreadAct(
        "Set a timer",
        "Set the timer",
        "The timer is set. When the time has come you must still be allowed to do this yourself.",
        "The timer is set already.",
        _set,
        TimerForm,
        _offer_places,
    ),
    "untimer": ThreadAct(
        "Cancel a timer",
        "Cancel the timer",
        "The timer is cancelled.",
        "The timer is cancelled already.",
        _cancel,
        CancelTimerForm,
        _offer_timers,
    ),
    "withdraw": ThreadAct(
        "Withdraw the whole thread",
        "Withdraw all posts",
        "All posts are withdrawn; your reason stands in their place. The title stays: change it if it "
        "should not.",
        "There is nothing in the thread that can be read.",
        _withdraw,
    ),
    "restore": ThreadAct(
        "Bring the whole thread back",
        "Bring it back",
        "What was withdrawn with the thread can be read again.",
        "The thread is not withdrawn (any more).",
        _restore,
    ),
}
