"""What recurs about notes of quarters."""

from forum.kernel.db import unit_of_work
from forum.kernel.worker import recurring
from forum.moderation.transparency.operations import make_due_notes

HOUR = 3600.0


@recurring(every=HOUR)
def tell_of_quarter() -> None:
    """Make the note of a quarter once it is over."""
    with unit_of_work():
        make_due_notes()
