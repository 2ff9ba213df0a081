"""What pages and events carry about buddies."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.discussion.values import MemberCard

MOST_PAIRS = 2
"""Pairs, proposed or under way, that one member is in at once."""
LASTS = timedelta(weeks=8)
ANSWER_WITHIN = timedelta(days=14)
"""After so long a proposal that waits for somebody has come to nothing."""
MOST_HOURS_APART = 3
MOST_SUGGESTED = 3
LONGEST_ANSWER = 4000


class Ending(StrEnum):
    """How a pair ended; pages never say which of these it was."""

    DECLINED = "declined"
    LAPSED = "lapsed"
    EARLY = "early"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who would like a buddy, as far as matching asks."""

    member: MemberCard
    languages: frozenset[str]
    hours: float
    """How far their clock is from UTC."""
    areas: frozenset[str]
    organisations: frozenset[int]
    pairs: int
    apart: frozenset[int]
    """Whom they cannot be paired with: walls, ignoring, and pairs of before."""


@dataclass(frozen=True, slots=True)
class Matches:
    """A member who would like a buddy, and who might fit, the closest first."""

    candidate: Candidate
    fitting: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class PairCard:
    """A pair as one of the two sees it."""

    id: int
    buddy: MemberCard
    has_begun: bool
    has_said_yes: bool
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnBuddies:
    """What a member's own page shows."""

    is_wishing: bool
    proposed: tuple[PairCard, ...]
    under_way: tuple[PairCard, ...]
    to_close: tuple[PairCard, ...]
    """Pairs that have ended, about which the member is asked one question."""
