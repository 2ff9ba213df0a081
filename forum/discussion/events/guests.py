"""What happened to guests of threads."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestInvited:
    """Somebody from outside is invited into a thread until a moment."""

    thread_id: int
    invitation_id: int
    until: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitChanged:
    """The visit of a guest to a thread begins, or ends at another moment than before."""

    thread_id: int
    member_id: int
    until: datetime
    by_id: int | None
