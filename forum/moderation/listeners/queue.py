"""What recurs about the queue."""

from forum.kernel.db import unit_of_work
from forum.kernel.worker import recurring
from forum.moderation.operations.reminding import remind_facilitators

HOUR = 3600.0


@recurring(every=HOUR)
def remind_of_queue() -> None:
    """Remind facilitators of what has waited for long."""
    with unit_of_work():
        remind_facilitators()
