"""What rules and pages carry about the queue."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

CLAIM_LASTS = timedelta(hours=48)
"""How long somebody who has claimed something has it to themselves."""
REMINDED_AFTER = (24, 48)
"""Hours after which those who could decide about something are reminded of it."""


class Priority(IntEnum):
    """What facilitators are asked to look at first."""

    LOW = 0
    NORMAL = 1
    HIGH = 2


PRIORITY_WORDS = {Priority.HIGH: "urgent", Priority.NORMAL: "normal", Priority.LOW: "can wait"}


@dataclass(frozen=True, slots=True)
class Claimed:
    """Who has claimed an item, and until when."""

    member_id: int
    name: str
    until: datetime


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of the history of an item; nobody's name where a machine did it."""

    at: datetime
    name: str
    words: str
    by_machine: bool


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item of the queue as pages carry it."""

    id: int
    kind: str
    subject_id: int
    version: int
    priority: Priority
    opened_at: datetime
    settled_at: datetime | None
    claimed: Claimed | None
    history: tuple[StepLine, ...] = ()
