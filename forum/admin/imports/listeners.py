"""What imports do when something happened."""

from forum.admin.imports.operations import forget_subjects
from forum.discussion.events import ThreadExpired
from forum.kernel.events import within


@within(ThreadExpired)
def forget_subjects_of_expired_thread(event: ThreadExpired) -> None:
    """Keep that a message came in, so that it does not come back, and not what it was about."""
    forget_subjects(event.post_ids)
