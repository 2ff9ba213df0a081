"""What acts that need two people bring to the pages of others."""

from collections.abc import Sequence

from flask import Flask

from forum.accounts.pairs.queries import waiting_for
from forum.accounts.slots import Need, Section, for_you
from forum.accounts.values import Person


@for_you.fill
def second_people_wanted(person: Person) -> Sequence[Section]:
    """Return what waits for this person to confirm or refuse it."""
    needs = [
        Need(kind.title, kind.address(act), act.because, act.asked_at)
        for kind, act in waiting_for(person)
    ]
    return [Section("Needs a second person", needs, 2)] if needs else []


def init_web(_app: Flask) -> None:
    """Nothing to install: the slot is filled above."""
