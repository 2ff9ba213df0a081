"""What happened to memberships."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipPaused:
    """A member is away until a moment, and wants no mail."""

    member_id: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseEnded:
    """A member is back before the end of their pause."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft:
    """A member has left of their own will; what they wrote stays under their name."""

    member_id: int
