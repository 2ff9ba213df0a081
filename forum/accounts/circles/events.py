"""What happened to circles; that somebody came in or went is told as for every group."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleBegun:
    """There is a new circle."""

    circle_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleChanged:
    """A circle is named, described or entered differently, or others convene it."""

    circle_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleAsked:
    """A member asks to come into a circle."""

    circle_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleInvited:
    """A member is invited into a circle."""

    circle_id: int
    member_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleEnded:
    """A circle has ended: who is in it reads it, and nobody writes there."""

    circle_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndTakenBack:
    """A circle that had ended goes on."""

    circle_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleSettled:
    """The categories of an ended circle are kept, kept until a day, or become another circle's."""

    circle_id: int
    fate: str
    last_day: date | None = None
    into_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvenerNamed:
    """Two people have named somebody who convenes a circle that nobody convened any more."""

    circle_id: int
    member_id: int
    act_id: int
