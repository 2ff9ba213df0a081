"""Notes go along with a thread that is merged, and are gone with one that expires."""

from forum.discussion.events import ThreadExpired, ThreadsMerged
from forum.kernel.events import within
from forum.moderation.operations.notes import carry_notes, forget_notes


@within(ThreadsMerged)
def carry_notes_along(event: ThreadsMerged) -> None:
    """Let notes stand with the thread that theirs was merged into."""
    carry_notes(event.thread_id, event.into_id)


@within(ThreadExpired)
def forget_notes_of_thread(event: ThreadExpired) -> None:
    """Remove the notes on a thread that has expired."""
    forget_notes(event.thread_id)
