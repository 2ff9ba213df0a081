"""What recurs about timers, and what ends them."""

from forum.discussion import events
from forum.discussion.listeners.life import for_each
from forum.discussion.operations.timers import fire_timer, forget_timers, list_due
from forum.kernel.events import within
from forum.kernel.worker import recurring

HALF_A_MINUTE = 30.0


@recurring(every=HALF_A_MINUTE)
def fire_what_is_due() -> None:
    """Do what timers are for whose time has come, each in a transaction of its own."""
    for_each(list_due, fire_timer)


@within(events.ThreadsMerged, events.ThreadExpired)
def end_timers(event: events.ThreadsMerged | events.ThreadExpired) -> None:
    """Let nothing more be done with a thread that is no more."""
    forget_timers(event.thread_id)
