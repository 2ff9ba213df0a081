"""What recurs about rounds: their end."""

from collections.abc import Sequence

from forum.facilitation.rounds.operations import END, end_when_due
from forum.kernel.db import unit_of_work
from forum.kernel.outbox import Errand, handles


@handles(END)
def end_rounds(errands: Sequence[Errand]) -> None:
    """End rounds whose last day is over; done twice, the second time finds them ended."""
    for errand in errands:
        with unit_of_work():
            end_when_due(errand.payload["thread"])
