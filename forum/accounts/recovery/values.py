"""What pages carry about recoveries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WAITS = timedelta(hours=72)
"""From the second person's word until the letter, so that the member can stop it."""
LINK_LASTS = timedelta(hours=48)
SEALED_FOR = "recovery"


class Ending(StrEnum):
    """How a recovery ended."""

    SENT = "sent"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class RecoveryCard:
    """A recovery as those whom it concerns see it."""

    id: int
    member_id: int
    handle: str
    name: str
    email: str
    because: str
    begun_by: str
    begun_at: datetime
    agreed_by: str
    ripe_at: datetime | None
    ending: Ending | None
    ended_at: datetime | None
    others: int
    """How many people could agree."""
