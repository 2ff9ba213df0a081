"""What upper packages tell about a person: filled by them, asked when a person is loaded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement

from forum.accounts.models import Member
from forum.accounts.values import Grants, GroupId, MemberId, OwnThings, Person, Role
from forum.kernel.slots import Slot

grants_of_person: Slot[Callable[[MemberId, Role, frozenset[GroupId]], Grants]] = Slot(
    "What a member's role and groups open, category by category."
)

own_things_of_member: Slot[Callable[[MemberId, frozenset[GroupId]], OwnThings]] = Slot(
    "What is one member's own; who changes it calls raise_own_stamps() for this member."
)

account_links: Slot[Callable[[Person], tuple[str, str, int] | None]] = Slot(
    "Links in the header: label, address and how much waits there; None for who has none."
)

menu_links: Slot[Callable[[Person], tuple[str, str] | None]] = Slot(
    "Links in a member's own menu: label and address; None for who has none."
)

on_profile: Slot[Callable[[Person, Member], Markup]] = Slot(
    "A part of a member's page for this reader, as safe HTML; empty for nothing."
)


@dataclass(frozen=True, slots=True)
class AdminLink:
    """A page for those who run the place."""

    label: str
    address: str
    about: str


admin_links: Slot[Callable[[Person], Sequence[AdminLink]]] = Slot(
    "Pages on the hosts' start page that this person may open."
)


on_preferences: Slot[Callable[[Person], Markup]] = Slot(
    "A part of the preferences, as safe HTML with forms of its own; empty for nothing."
)


along_with_person: Slot[Callable[[], tuple[str, ColumnElement[Any]]]] = Slot(
    "A small fact about the member whose row is at hand, under a name: it comes along with the "
    "statement that finds who asks, and so costs no statement of its own."
)


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for a member: who or what it is about, and where to go."""

    title: str
    address: str
    about: str = ""
    at: datetime | None = None
    done_at: str = ""
    """Where a form says that nothing needs to be done; empty where there is no such way."""


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one kind that wait for a member."""

    title: str
    needs: Sequence[Need]
    place: int
    """Sections stand in this order, the lowest first."""
    more: tuple[str, str] | None = None
    """Label and address of where the rest is."""


for_you: Slot[Callable[[Person], Sequence[Section]]] = Slot(
    "Sections of the page with what waits for the member; none for nothing."
)
