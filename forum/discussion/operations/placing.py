"""Letting a thread stand in another category."""

from forum.accounts.values import Person
from forum.discussion.events import ThreadMoved
from forum.discussion.models import Thread
from forum.discussion.operations.labels import forget_loosening
from forum.discussion.values import CategoryCard, Pin
from forum.kernel.events import announce


def put_into(thread: Thread, to: CategoryCard, *, by: Person, because: str) -> None:
    """Let the thread stand in another category; who may do so was asked before."""
    before, thread.category_id = thread.category_id, to.id
    forget_loosening(thread.id)
    if thread.pinned is Pin.CATEGORY:
        # It was on top of the place it leaves, not of the one it comes to.
        thread.pinned, thread.pinned_until, thread.pinned_because = None, None, ""
    announce(
        ThreadMoved(
            thread_id=thread.id,
            by_id=by.id,
            by_author=thread.author_id == by.id,
            from_category_id=before or to.id,
            to_category_id=to.id,
            because=because,
        )
    )
