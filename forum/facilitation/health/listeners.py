"""What recurs: counting the windows that are over, and closing the questions of a quarter."""

from forum.facilitation.health.operations.editions import count_edition, missing_windows
from forum.facilitation.health.operations.pulses import close_pulses
from forum.kernel.db import reading, unit_of_work
from forum.kernel.worker import recurring

HOUR = 3600.0


@recurring(every=HOUR)
def count_what_is_over() -> None:
    """Count the windows that are not counted yet, each in a transaction of its own."""
    with reading():
        windows = missing_windows()
    for window in windows:
        with unit_of_work():
            count_edition(window)


@recurring(every=HOUR)
def close_what_was_asked() -> None:
    """Count the answers of the quarters that are over, and remove them."""
    with unit_of_work():
        close_pulses()
