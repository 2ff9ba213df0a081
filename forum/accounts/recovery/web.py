"""What recoveries bring to the pages: a word on what waits."""

from collections.abc import Sequence

from flask import Flask

from forum.accounts.recovery.queries import open_recoveries
from forum.accounts.slots import Need, Section, for_you
from forum.accounts.values import Person

PLACE = 5


@for_you.fill
def recoveries_that_wait(person: Person) -> Sequence[Section]:
    """Tell a member that somebody wants to come back as them, and colleagues that they are needed."""
    needs = [
        Need(
            "Somebody wants a new password for your account"
            if recovery.member_id == person.id
            else f"A way back for {recovery.member.name}",
            f"/recoveries/{recovery.id}",
            "waits for a second person" if recovery.ripe_at is None else "waits for 72 hours",
            recovery.begun_at,
        )
        for recovery in open_recoveries(person)
    ]
    return (Section("Locked out", needs, PLACE),) if needs else ()


def init_web(app: Flask) -> None:
    """Nothing more: the page with what waits has been filled."""
