"""What buddies bring to the pages of others."""

from collections.abc import Sequence
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement, exists, or_

from forum.accounts.models import Member
from forum.accounts.slots import Need, Section, along_with_person, for_you, menu_links
from forum.accounts.values import Person
from forum.facilitation.buddies.models import BuddyPair
from forum.facilitation.buddies.queries import own_buddies
from forum.facilitation.buddies.rules import may_wish

FACT = "has_buddies"


def has_buddies() -> tuple[str, ColumnElement[Any]]:
    """Return the column that comes along with who asks: whether they are in any pair."""
    mine = or_(BuddyPair.first_id == Member.id, BuddyPair.second_id == Member.id)
    return FACT, exists().where(mine)


def buddies_for_you(person: Person) -> Sequence[Section]:
    """Let proposals, and the question at the end, stand among what waits for the member."""
    if not may_wish(person) or not person.along.get(FACT):
        return ()
    own = own_buddies(person)
    asked = [
        Need(f"{one.buddy.name} as your buddy?", "/buddies", "Both of you are asked.")
        for one in own.proposed
        if not one.has_said_yes
    ]
    over = [
        Need(f"How was your time with {one.buddy.name}?", "/buddies", "Your weeks are over.")
        for one in own.to_close
    ]
    return (Section("Buddies", [*asked, *over], 26),) if asked or over else ()


def link_to_buddies(person: Person) -> tuple[str, str] | None:
    """Offer members their buddies."""
    return ("Buddies", "/buddies") if may_wish(person) else None


def init_web(_app: Flask) -> None:
    """Fill the slots of the lower floors."""
    along_with_person.fill(has_buddies)
    for_you.fill(buddies_for_you)
    menu_links.fill(link_to_buddies)
