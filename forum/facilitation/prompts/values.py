"""How often a prompt goes out, what became of each time, and what its pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

MOST_PROMPTS = 100
MOST_QUIET = 200
LONGEST_REASON = 300
MOST_WEEKS = 26
LOOK_AHEAD_DAYS = 3
"""So many days before it goes out, a second facilitator is asked to look at it."""
LATE_HOURS = 48
"""What a machine could not publish for so long is left out: its day is over."""
FIELDS = ("date", "week", "month", "number")


class Every(StrEnum):
    """How often a prompt goes out."""

    ONCE = "once"
    WEEKS = "weeks"
    MONTHS = "months"


EVERY_WORDS = {
    Every.ONCE: "Once",
    Every.WEEKS: "Every week, or every so many weeks",
    Every.MONTHS: "Every month, on the same day of it",
}


class Outcome(StrEnum):
    """What became of a prompt on one of its days."""

    PUBLISHED = "published"
    QUIET = "quiet"
    HELD = "held"
    LATE = "late"
    REFUSED = "refused"


OUTCOME_WORDS = {
    Outcome.PUBLISHED: "A machine began the thread",
    Outcome.QUIET: "Left out: a quiet day",
    Outcome.HELD: "Left out: it was held",
    Outcome.LATE: "Left out: the worker stood still for too long",
    Outcome.REFUSED: "Left out: its author could not begin it then",
}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a prompt goes out: days and hours are those of the community's zone."""

    every: Every
    weeks: int
    first_on: date
    clock: time


@dataclass(frozen=True, slots=True)
class Issue:
    """One time that has passed, as the page of a prompt shows it."""

    day: date
    outcome: Outcome
    thread_title: str
    thread_address: str


@dataclass(frozen=True, slots=True)
class PromptCard:
    """A prompt as its facilitators see it."""

    id: int
    category_id: int
    category_name: str
    author_name: str
    author_handle: str
    checker_name: str
    title: str
    body: str
    rhythm: str
    next_at: datetime | None
    next_title: str
    next_html: str
    is_stopped: bool
    held_because: str
    held_by: str
    was_looked_at: bool
    issues: Sequence[Issue]
    may_look: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class QuietCard:
    """A stretch of days on which no prompt goes out."""

    id: int
    first_day: date
    last_day: date
    words: str
