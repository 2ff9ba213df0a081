"""What break-glass carries: grounds, limits, and what pages show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.accounts.pairs.values import PairOutcome


class Ground(StrEnum):
    """Why a host must read what is not open to them; there is no third."""

    ORDER = "order"
    DANGER = "danger"


GROUND_WORDS = {
    Ground.ORDER: "A court or an authority orders it",
    Ground.DANGER: "A person is in danger",
}
LONGEST_HOURS = 72
LARGEST_NUMBER = 2**31 - 1
SHOWN_FOR = timedelta(days=14)
"""For so long "For you" tells of it after it was opened."""
NOTHING_OPENED = (
    "Nothing was opened: there is no thread with this number that can be opened in this way to who "
    "asked for it. Whoever must see it may ask another host."
)
"""One sentence for what is missing, what is a conversation, and whom something keeps out."""


@dataclass(frozen=True, slots=True)
class GlassLine:
    """What those who read a thread are told of break-glass there."""

    thread_id: int
    host_id: int
    host: str
    second: str
    ground: Ground
    because: str
    opened_at: datetime
    until: datetime
    is_open: bool
    ended_by: str = ""
    """Who ended it early; empty where nobody did."""

    @property
    def ground_words(self) -> str:
        """Say the ground in words."""
        return GROUND_WORDS[self.ground]


@dataclass(frozen=True, slots=True)
class GlassAct:
    """A wish to open a thread, as those read of it who may decide."""

    id: int
    number: int
    ground: str
    hours: int
    because: str
    asked_by: str
    is_own: bool
    asked_at: datetime
    lapses_at: datetime
    is_waiting: bool
    outcome: PairOutcome | None
    answer: str
    until: datetime | None
    """Until when the thread is open, or was; None where nothing was opened."""
    address: str
    """Where its host reads it now; empty for everybody else."""
    may_end: bool = False
    ended_by: str = ""
    """Who ended it early; empty where nobody did."""
