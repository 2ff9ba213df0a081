"""What the rules bring to the pages: a word on what waits for a member."""

from collections.abc import Sequence

from flask import Flask

from forum.accounts.agreement.queries import find_unread_version
from forum.accounts.slots import Need, Section, for_you
from forum.accounts.values import Person

PLACE = 40


def rules_to_read(person: Person) -> Sequence[Section]:
    """Ask the member to read rules that changed while they were here."""
    version = find_unread_version(person)
    if version is None:
        return ()
    need = Need("Our rules have changed", "/rules", version.because, version.made_at)
    return (Section("To read", (need,), PLACE),)


def init_web(_app: Flask) -> None:
    """Fill the slot of the page with what waits."""
    for_you.fill(rules_to_read)
