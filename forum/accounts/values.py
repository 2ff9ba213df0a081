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

    MEMBER = "member"
    FACILITATOR = "facilitator"
    HOST = "host"


class Standing(StrEnum):
    """Whether a member can sign in."""

    ACTIVE = "active"
    DEACTIVATED = "deactivated"
    PLACEHOLDER = "placeholder"
    """Somebody whose posts came with an import and who has not claimed them."""


class AutomaticGroup(StrEnum):
    """Groups whose members follow from their role; nobody adds to them by hand."""

    MEMBERS = "members"
    FACILITATORS = "facilitators"
    HOSTS = "hosts"


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

    def level(self, category_id: int | None) -> Level:
        """Return what the person may do in the category; nothing where there is none."""
        if category_id is None:
            return Level.NONE
        return self.levels.get(CategoryId(category_id), Level.NONE)

    @property
    def visible(self) -> frozenset[CategoryId]:
        """Return the categories that the person may see."""
        return frozenset(id_ for id_, level in self.levels.items() if level >= Level.SEE)


@dataclass(frozen=True, slots=True)
class OwnThings:
    """What is one member's own, whatever their role: threads open by name, whom they ignore."""

    opened: frozenset[int] = frozenset()
    ignored: frozenset[int] = frozenset()


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
    has_second_factor: bool = False
    proven_at: datetime | None = None
    """When the person last proved in this browser who they are."""
    preferences: Preferences = field(default_factory=Preferences)
    ignored: frozenset[int] = frozenset()
    """The members whose posts this person does not want to see unasked."""
    along: Mapping[str, Any] = field(default_factory=dict)
    """Small facts that upper packages have let come along; see `slots.along_with_person`."""

    @property
    def is_member(self) -> bool:
        """Tell whether somebody is signed in."""
        return self.kind is PersonKind.MEMBER

    @property
    def is_system(self) -> bool:
        """Tell whether the system itself acts."""
        return self.kind is PersonKind.SYSTEM

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
        """Tell whether the person facilitates the community or at least one category."""
        return self.is_community_facilitator or bool(self.grants.facilitated)

    def facilitates(self, category_id: int | None) -> bool:
        """Tell whether the person looks after the category; where there is none, nobody does."""
        if category_id is None:
            return False
        return self.is_community_facilitator or CategoryId(category_id) in self.grants.facilitated

    @property
    def member_id(self) -> MemberId:
        """Return the id of the member who acts. Raises LookupError for visitors and the system."""
        if self.id is None:
            raise LookupError("Nobody is signed in.")
        return self.id


VISITOR = Person(PersonKind.VISITOR)
SYSTEM = Person(PersonKind.SYSTEM, name="Folkmoot")
