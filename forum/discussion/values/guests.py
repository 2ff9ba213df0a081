"""Guests of threads as pages show them."""

from dataclasses import dataclass
from datetime import datetime

from forum.discussion.values import MemberCard


@dataclass(frozen=True, slots=True)
class GuestCard:
    """A guest of a thread, and who invited them."""

    member: MemberCard
    until: datetime
    by: MemberCard | None


@dataclass(frozen=True, slots=True)
class WaitingGuest:
    """Somebody who is invited into a thread and has not come yet."""

    invitation_id: int
    email: str
    until: datetime
    is_expired: bool


@dataclass(frozen=True, slots=True)
class PastVisit:
    """When a guest's last visit ended, and the name of who had invited them."""

    until: datetime
    by_name: str
    is_over: bool
    """Whether it ended by time; otherwise it was closed before."""
