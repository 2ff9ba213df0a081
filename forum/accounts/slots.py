"""What upper packages tell about a person: filled by them, asked when a person is loaded."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement

from forum.accounts.holdings import Holding
from forum.accounts.models import Invitation, Member
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

open_to_guests: Slot[Callable[[], frozenset[str]]] = Slot(
    "Endpoints that guests may come to, each of which shows them no more than their threads; "
    "everything else is missing for them."
)

met_by_guest: Slot[Callable[[Person, MemberId], bool]] = Slot(
    "Whether a guest meets a member in what is open to them."
)


def is_unmet(person: Person, member_id: int) -> bool:
    """Tell whether the person is a guest who meets this member nowhere."""
    if not person.is_guest or member_id == person.id:
        return False
    return not any(has_met(person, MemberId(member_id)) for has_met in met_by_guest)


on_visit: Slot[Callable[[Person], Markup]] = Slot(
    "A part of the start page of a guest, also of one whose visit has ended, as safe HTML."
)

on_invitation: Slot[Callable[[Invitation], Markup]] = Slot(
    "What else an invitation leads to, for who holds its link, as safe HTML; empty for nothing."
)

leads_into_circle: Slot[Callable[[Invitation], bool]] = Slot(
    "Whether an invitation leads into a circle, so that members can follow it, too."
)

beside_invitations: Slot[Callable[[Person], Markup]] = Slot(
    "A part of the page with the invitations, as safe HTML; empty for nothing."
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


on_circle: Slot[Callable[[Person, GroupId], Markup]] = Slot(
    "A part of the page of a circle that this person may see, as safe HTML; empty for nothing."
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


kept_about_member: Slot[Callable[[], Sequence[Holding]]] = Slot(
    "What a package keeps about a member: told to the member, given in their export, and erased "
    "when they leave. A table without an answer fails tests/house/test_holdings.py."
)


@dataclass(frozen=True, slots=True)
class BulkSource:
    """Where the documents of an archive of many threads come from."""

    choices: Callable[[], Sequence[tuple[int, str]]]
    """The categories that every member can read, by id and name."""
    documents: Callable[
        [Sequence[Person], int | None],
        Iterable[tuple[str, str, Iterable[Mapping[str, Any]]]],
    ]
    """Name, title and rows of each document: of one category or of all, as all the people read."""


bulk_source: Slot[Callable[[], BulkSource]] = Slot(
    "What two facilitators or hosts may export together: only what every member can read."
)


@dataclass(frozen=True, slots=True)
class Figure:
    """How often something was done in a quarter."""

    words: str
    count: int
    is_rough: bool = False
    """Whether it is told in steps of five, since members cannot count it themselves."""


counted_acts: Slot[Callable[[datetime, datetime], Sequence[Figure]]] = Slot(
    "What the note of each quarter counts, from one moment until before another. What not every "
    "member sees is rough, or it is not counted: sums must not tell of hidden places."
)
