"""What becomes of rounds in time: their end, and that of their threads."""

from collections.abc import Sequence

from forum.discussion.events import ThreadExpired
from forum.facilitation.rounds.operations import END, end_when_due, forget_beside
from forum.kernel.db import unit_of_work
from forum.kernel.events import within
from forum.kernel.outbox import Errand, handles


@within(ThreadExpired)
def forget_what_stands_beside(event: ThreadExpired) -> None:
    """Remove what was noted about a thread that has expired, as its label promised."""
    forget_beside(event.thread_id)


@handles(END)
def end_rounds(errands: Sequence[Errand]) -> None:
    """End rounds whose last day is over; done twice, the second time finds them ended."""
    for errand in errands:
        with unit_of_work():
            end_when_due(errand.payload["thread"])
