"""What happened with sanctions: ids and plain facts only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionRanOut:
    """A silence or a suspension ended at its time: a machine took note of it."""

    sanction_id: int
    member_id: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalBegun:
    """Two facilitators decided to remove a member, who has time to answer until then."""

    sanction_id: int
    member_id: int
    by_id: int | None
    second_id: int | None
    until: datetime
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRemoved:
    """The time for an answer is over: a machine closed the account, as two had decided."""

    sanction_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealMade:
    """A member asked for another look at a sanction."""

    sanction_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDecided:
    """A different facilitator decided about an appeal."""

    sanction_id: int
    member_id: int
    kind: str
    outcome: str
    by_id: int | None
    because: str
