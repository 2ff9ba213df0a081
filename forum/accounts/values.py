"""Who acts: persons, what their groups open for them, and what they prefer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, NewType

MemberId = NewType("MemberId", int)
GroupId = NewType("GroupId", int)
CategoryId = NewType("CategoryId", int)


class Role(StrEnum):
    """What a member does for the whole community. Roles are given by people."""

    GUEST = "guest"
    """Invited to single threads until a date: no member, and in no group by itself."""
    MEMBER = "member"
    FACILITATOR = "facilitator"
    HOST = "host"


class Standing(StrEnum):
    """Whether a member can sign in."""

    ACTIVE = "active"
    DEACTIVATED = "deactivated"
    LEAVING = "leaving"
    """Has asked to be erased: can still sign in to stop it, and nobody else meets them."""
    LEFT = "left"
    """Was erased: a row without a person, to which what stays refers."""
    PLACEHOLDER = "placeholder"
    """Somebody whose posts came with an import and who has not claimed them."""
    PSEUDONYM = "pseudonym"
    """A name under which one member writes in one thread; nothing here says who that is."""


PSEUDONYM_MARK = "_"
"""Begins the handle of every pseudonym, and the handle of no member."""


def is_pseudonym(handle: str) -> bool:
    """Tell whether the handle is that of a pseudonym."""
    return handle.startswith(PSEUDONYM_MARK)


class AutomaticGroup(StrEnum):
    """Groups whose members follow from their role; nobody adds to them by hand."""

    MEMBERS = "members"
    FACILITATORS = "facilitators"
    HOSTS = "hosts"


class Admission(StrEnum):
    """How members come into a circle."""

    OPEN = "open"
    REQUEST = "request"
    INVITATION = "invitation"


class ThreadView(StrEnum):
    """How a member reads threads."""

    IN_ORDER = "order"
    TREE = "tree"


class NewWindow(StrEnum):
    """How long a thread that a member has not opened is new to them."""

    ALWAYS = "always"
    VISIT = "visit"
    TWO_DAYS = "two-days"
    WEEK = "week"


class Theme(StrEnum):
    """Colours of the pages."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class Purpose(StrEnum):
    """What a secret sent by mail is for."""

    PASSWORD = "password"  # noqa: S105 -- a word, not a secret
    EMAIL = "email"


class MessagesFrom(StrEnum):
    """Who may begin a conversation with a member, beside facilitators of the community."""

    EVERYONE = "everyone"
    KNOWN = "known"
    """Those who share a group with the member, or to whom the member has written before."""
    FACILITATORS = "facilitators"


class Level(IntEnum):
    """What a group may do in a category; each level holds the ones below it."""

    NONE = 0
    SEE = 1
    REPLY = 2
    START = 3


class PersonKind(StrEnum):
    """The kinds of actor that an operation may be done by."""

    MEMBER = "member"
    VISITOR = "visitor"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Grants:
    """What a person's groups and tasks open, category by category."""

    levels: Mapping[CategoryId, Level] = field(default_factory=dict)
    facilitated: frozenset[CategoryId] = frozenset()
    opened: frozenset[int] = frozenset()
    """The threads that are open to this person by name, or to a group of theirs by its name."""
    reserved: frozenset[int] = frozenset()
    """Those among them that stand in a category, reserved to those whom they name."""
    by_glass: frozenset[int] = frozenset()
    """Those among the opened ones that are open by break-glass alone: to be read, and no more."""
    walled: frozenset[int] = frozenset()
    """The threads that a wall keeps from this person, in whatever way they would be open."""
    asked: frozenset[int] = frozenset()
    """Cases that would be open by name, once the person has answered whether they have a conflict:
    until then they meet them nowhere but as a line without a word of theirs."""
    convened: frozenset[CategoryId] = frozenset()
    """The categories of circles that this person convenes, and so looks after."""
    of_other_circles: frozenset[CategoryId] = frozenset()
    """The categories of circles that this person is not in: no role opens anything there."""

    def level(self, category_id: int | None) -> Level:
        """Return what the person may do in the category; nothing where there is none."""
        if category_id is None:
            return Level.NONE
        return self.levels.get(CategoryId(category_id), Level.NONE)

    @property
    def kept_from(self) -> frozenset[int]:
        """Return the threads of which nothing may reach the person, whatever their task is."""
        return self.walled | self.asked

    @property
    def opened_by_name(self) -> frozenset[int]:
        """Return the threads that those in them have opened to this person."""
        return self.opened - self.by_glass if self.by_glass else self.opened

    @property
    def visible(self) -> frozenset[CategoryId]:
        """Return the categories that the person may see."""
        return frozenset(id_ for id_, level in self.levels.items() if level >= Level.SEE)


@dataclass(frozen=True, slots=True)
class OwnThings:
    """What is one member's own, whatever their role: threads open by name or walled, whom they ignore."""

    opened: frozenset[int] = frozenset()
    reserved: frozenset[int] = frozenset()
    walled: frozenset[int] = frozenset()
    asked: frozenset[int] = frozenset()
    ignored: frozenset[int] = frozenset()
    by_glass: frozenset[int] = frozenset()
    ends_at: datetime | None = None
    """When the first of what is open for a time closes: from then on this is not true any more."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a member has chosen for reading."""

    thread_view: ThreadView = ThreadView.IN_ORDER
    theme: Theme = Theme.AUTO
    timezone: str = "Europe/Brussels"
    new_window: NewWindow = NewWindow.ALWAYS
    keys: bool = True
    """Whether single keys do something on pages."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts or reads: a member, a visitor, or the system itself.

    Loaded once per request with everything that rules ask about, so that rules never query.
    """

    kind: PersonKind
    id: MemberId | None = None
    handle: str = ""
    name: str = ""
    role: Role = Role.MEMBER
    groups: frozenset[GroupId] = frozenset()
    grants: Grants = field(default_factory=Grants)
    silenced_until: datetime | None = None
    silenced_because: str = ""
    new_since: datetime | None = None
    picture: str | None = None
    is_leaving: bool = False
    """Whether the member has asked to be erased and can do nothing but stop it."""
    has_second_factor: bool = False
    proven_at: datetime | None = None
    """When the person last proved in this browser who they are."""
    preferences: Preferences = field(default_factory=Preferences)
    paused_until: datetime | None = None
    """Until when the person has paused their membership; None for who has not."""
    convened: frozenset[GroupId] = frozenset()
    """The circles that this person convenes."""
    ignored: frozenset[int] = frozenset()
    """The members whose posts this person does not want to see unasked."""
    along: Mapping[str, Any] = field(default_factory=dict)
    """Small facts that upper packages have let come along; see `slots.along_with_person`."""

    @property
    def is_member(self) -> bool:
        """Tell whether somebody is signed in, be it as a guest."""
        return self.kind is PersonKind.MEMBER

    @property
    def is_system(self) -> bool:
        """Tell whether the system itself acts."""
        return self.kind is PersonKind.SYSTEM

    @property
    def is_guest(self) -> bool:
        """Tell whether the person is here as a guest, and meets only what was opened to them."""
        return self.is_member and self.role is Role.GUEST

    @property
    def is_past_guest(self) -> bool:
        """Tell whether the person was a guest to whom nothing is open any more, nor waits for them."""
        grants = self.grants
        return self.is_guest and not (
            grants.opened or grants.visible or grants.asked or self.groups
        )

    @property
    def is_host(self) -> bool:
        """Tell whether the person runs the installation."""
        return self.is_member and self.role is Role.HOST

    @property
    def is_community_facilitator(self) -> bool:
        """Tell whether the person facilitates the whole community."""
        return self.is_member and self.role is Role.FACILITATOR

    @property
    def facilitates_somewhere(self) -> bool:
        """Tell whether the person facilitates the community or at least one of its categories."""
        return self.is_community_facilitator or bool(self.grants.facilitated)

    @property
    def looks_after_somewhere(self) -> bool:
        """Tell whether the person facilitates anywhere, be it in a circle that they convene."""
        return self.facilitates_somewhere or bool(self.grants.convened)

    def convenes(self, group_id: int | None) -> bool:
        """Tell whether the person looks after the circle."""
        return group_id is not None and GroupId(group_id) in self.convened

    def facilitates(self, category_id: int | None) -> bool:
        """Tell whether the person looks after the category; where there is none, nobody does."""
        if category_id is None:
            return False
        place, grants = CategoryId(category_id), self.grants
        if place in grants.facilitated or place in grants.convened:
            return True
        return self.is_community_facilitator and place not in grants.of_other_circles

    @property
    def member_id(self) -> MemberId:
        """Return the id of the member who acts. Raises LookupError for visitors and the system."""
        if self.id is None:
            raise LookupError("Nobody is signed in.")
        return self.id


VISITOR = Person(PersonKind.VISITOR)
SYSTEM = Person(PersonKind.SYSTEM, name="Folkmoot")
