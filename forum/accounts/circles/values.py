"""Circles as rules and pages know them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from forum.accounts.pairs.values import PairOutcome
from forum.accounts.values import Admission

LONGEST_NAME = 60
LONGEST_ABOUT = 5000
LONGEST_WORDS = 2000
"""What somebody says who asks to come in."""
LONGEST_TERM = timedelta(days=3650)
LONGEST_VISIT = timedelta(days=366)
END_CAN_BE_TAKEN_BACK = timedelta(days=7)
"""So long nothing is done with what is in an ended circle, and its conveners can let it go on."""
SHORTEST_READING = timedelta(days=14)
"""For so long at least an ended circle can be read, so that nobody misses the end."""


@dataclass(frozen=True, slots=True)
class Ties:
    """What lies between one person and a circle, beside being in it."""

    has_asked: bool = False
    is_invited: bool = False
    is_barred: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle, and what ties the person on whose behalf it was fetched to it."""

    id: int
    name: str
    slug: str
    about: str
    admission: Admission
    is_hidden: bool
    shows_members: bool
    ties: Ties = Ties()
    ended_at: datetime | None = None
    """Since when nobody comes in or writes in it any more."""


class Fate(StrEnum):
    """What becomes of the categories of a circle that ends."""

    KEPT = "kept"
    """Those who are in it go on reading them."""
    UNTIL = "until"
    """Those who are in it read them until a day; then their threads expire."""
    MOVED = "moved"
    """They become another circle's, all of whose people are in this one."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What conveners choose when they end a circle."""

    fate: Fate
    last_day: date | None = None
    """The last day on which it can be read."""
    into: str = ""
    """The short name of the other circle."""


@dataclass(frozen=True, slots=True)
class EndingCard:
    """An end that can be taken back still, as those in the circle read it."""

    fate: Fate
    last_day: date | None
    settles_at: datetime


@dataclass(frozen=True, slots=True)
class CircleSettings:
    """What conveners decide about a circle."""

    name: str
    about: str = ""
    admission: Admission = Admission.REQUEST
    is_hidden: bool = False
    shows_members: bool = True


@dataclass(frozen=True, slots=True)
class Belonging:
    """Somebody in a circle, or somebody who may come to be."""

    member_id: int
    handle: str
    name: str
    picture: str | None
    is_convener: bool = False
    at: datetime | None = None
    until: datetime | None = None
    words: str = ""
    """What who asks has said, or why somebody is barred."""
    is_guest: bool = False


@dataclass(frozen=True, slots=True)
class LetterLine:
    """Somebody who is wanted in a circle by an e-mail address."""

    id: int
    email: str
    is_guest: bool
    until: datetime | None
    at: datetime
    expires_at: datetime | None = None
    """Until when its link leads in; None while it waits for who may invite into the community."""
    is_expired: bool = False
    is_declined: bool = False
    """Whether somebody who may invite into the community has said no."""


@dataclass(frozen=True, slots=True)
class WishLine:
    """A convener's wish that somebody be invited, as those who may invite read it."""

    id: int
    email: str
    note: str
    by_handle: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OfferLine:
    """Somebody who would convene a circle; a hidden one is not named."""

    circle_id: int
    circle: str
    member_id: int
    handle: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NamingLine:
    """An act of two that names a convener, as the two read it."""

    id: int
    circle: str
    member: str
    because: str
    asked_by: str
    is_own: bool
    is_about_reader: bool
    asked_at: datetime
    lapses_at: datetime
    is_waiting: bool
    outcome: PairOutcome | None
    answer: str


@dataclass(frozen=True, slots=True)
class CircleLine:
    """A circle in the list: with how many are in it, where the reader may know that."""

    circle: Circle
    is_in: bool
    count: int | None
