"""What becomes of entries when something happened to their thread."""

from forum.discussion.events import ThreadExpired
from forum.discussion.operations.entries import forget_entries
from forum.discussion.queries.entries import files_in_entries
from forum.discussion.slots import files_needed
from forum.kernel.events import within

files_needed.fill(files_in_entries)


@within(ThreadExpired)
def forget_what_was_gathered(event: ThreadExpired) -> None:
    """Remove what was written into a thread that has expired."""
    forget_entries(event.thread_id)
