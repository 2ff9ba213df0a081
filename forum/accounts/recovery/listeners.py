"""What stops recoveries, and what ends them in time."""

from collections.abc import Sequence

from forum.accounts.events import SignedIn
from forum.accounts.recovery.operations import finish_recovery, note_presence
from forum.kernel.db import unit_of_work
from forum.kernel.events import within
from forum.kernel.outbox import Errand, handles


@within(SignedIn)
def need_no_recovery(event: SignedIn) -> None:
    """Stop what would let somebody else in: the member is here."""
    note_presence(event.member_id)


@handles("accounts.recovery")
def finish_recoveries(errands: Sequence[Errand]) -> None:
    """Send the links whose 72 hours are over."""
    with unit_of_work():
        for errand in errands:
            finish_recovery(errand.payload["id"])
