"""Slow threads: let each member write only now and then, and let them write freely again."""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.values import Person
from forum.discussion.events import ThreadSlowed, ThreadUnslowed
from forum.discussion.models import HeldPost, Thread
from forum.discussion.operations.posts import find_submission
from forum.discussion.queries.pace import pace_here
from forum.discussion.rules import is_slow, may_facilitate_thread
from forum.discussion.values.acts import LONGEST_PACE
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason


def slow_thread(
    thread: Thread, seconds: int, *, by: Person, because: str, until: datetime | None = None
) -> bool:
    """Take one post in so many seconds from each member, until a moment; False when it is so already."""
    require(may_facilitate_thread(by, thread))
    if not 1 <= seconds <= LONGEST_PACE:
        raise Invalid("amount", "Please choose a pace between one second and seven days.")
    if until is not None and until <= now():
        raise Invalid("until", "This day is past. Please choose today or a later one.")
    because = need_reason(because)
    wanted = (seconds, until, because)
    if wanted == (thread.slow_seconds, thread.slow_until, thread.slow_because):
        return False
    thread.slow_seconds, thread.slow_until, thread.slow_because = wanted
    thread.slow_by_id = by.id
    announce(
        ThreadSlowed(
            thread_id=thread.id, by_id=by.id, because=because, seconds=seconds, until=until
        )
    )
    return True


def unslow_thread(thread: Thread, *, by: Person, because: str) -> bool:
    """Let everybody write freely again; False when the thread is not slow."""
    require(may_facilitate_thread(by, thread))
    if not is_slow(thread):
        return False
    because = need_reason(because)
    thread.slow_seconds, thread.slow_until, thread.slow_because = None, None, ""
    thread.slow_by_id = None
    announce(ThreadUnslowed(thread_id=thread.id, by_id=by.id, because=because))
    return True


def demand_pace(thread: Thread, *, by: Person, key: str | None) -> None:
    """Refuse a reply that comes too soon in a slow thread. Raises Invalid, so that the text stays.

    The second click on a form is no second post.
    """
    verdict = pace_here(thread, by)
    if not verdict and not _is_sent(by, key):
        raise Invalid("body", verdict.because)


def _is_sent(by: Person, key: str | None) -> bool:
    if not key:
        return False
    held = select(HeldPost.id).where(
        HeldPost.author_id == by.member_id, HeldPost.submission_key == key
    )
    return find_submission(by.member_id, key) is not None or db.session.scalar(held) is not None
