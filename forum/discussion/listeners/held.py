"""What becomes of posts that wait when something happened to where they would stand."""

from forum.discussion.events import ThreadExpired, ThreadsMerged
from forum.discussion.operations.held import forget_held_in, take_held_along
from forum.kernel.events import within


@within(ThreadExpired)
def forget_what_waits(event: ThreadExpired) -> None:
    """Remove what waits for a thread that has expired."""
    forget_held_in(event.thread_id)


@within(ThreadsMerged)
def take_along_what_waits(event: ThreadsMerged) -> None:
    """Let what waits for a thread that went into another one wait for that one."""
    take_held_along(event.thread_id, event.into_id)
