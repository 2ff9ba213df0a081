"""What recurs about buddies."""

from forum.facilitation.buddies.operations import end_what_is_over
from forum.kernel.db import unit_of_work
from forum.kernel.worker import recurring

HOUR = 3600.0


@recurring(every=HOUR)
def end_pairs() -> None:
    """End pairs whose weeks are over."""
    with unit_of_work():
        end_what_is_over()
