"""What recurs about the life of threads: notices before the end, and the end."""

import logging
from collections.abc import Callable, Sequence

from forum.discussion.operations.life import (
    expire_thread,
    list_ending_soon,
    list_expiring,
    tell_of_end,
)
from forum.discussion.operations.loosenings import close_loosening, list_closing
from forum.kernel.db import db, reading, unit_of_work
from forum.kernel.worker import recurring

log = logging.getLogger(__name__)

MINUTE = 60.0


@recurring(every=MINUTE)
def expire_what_is_due() -> None:
    """Remove the threads whose time has come, each in a transaction of its own."""
    for_each(list_expiring, expire_thread)


@recurring(every=10 * MINUTE)
def tell_what_ends_soon() -> None:
    """Tell those who wrote in threads that end soon."""
    for_each(list_ending_soon, tell_of_end)


@recurring(every=10 * MINUTE)
def close_what_was_asked() -> None:
    """Decide about looser labels that authors have been asked about for long enough."""
    for_each(list_closing, close_loosening)


def for_each(found: Callable[[], Sequence[int]], act: Callable[[int], object]) -> None:
    """Act on one portion; what is left comes with the next one, and trouble keeps nobody waiting."""
    with reading():
        thread_ids = list(found())
    for thread_id in thread_ids:
        try:
            with unit_of_work():
                act(thread_id)
        except Exception:
            db.session.rollback()
            log.exception("%s could not be done for a thread", act.__name__)
