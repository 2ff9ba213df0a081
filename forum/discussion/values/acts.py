"""What is done with threads: at once, for a time, and later by a timer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_PACE = 7 * 86_400
"""Seconds between two posts of one member, at most."""
MOST_DAYS = 3660
"""A timer lies within ten years."""

UNITS = {"minutes": 60, "hours": 3600, "seconds": 1}


def words_of_pace(seconds: int) -> str:
    """Return so many seconds in words, in the largest unit that fits."""
    for name, length in (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)):
        if seconds % length == 0:
            count = seconds // length
            return f"{count} {name}" if count == 1 else f"{count} {name}s"
    raise ValueError(seconds)


class ActKind(StrEnum):
    """What is done with threads, and told among their posts."""

    CLOSED = "closed"
    REOPENED = "reopened"
    ARCHIVED = "archived"
    UNARCHIVED = "unarchived"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    MOVED = "moved"
    RETITLED = "retitled"
    RETAGGED = "retagged"
    TAG_RENAMED = "tag_renamed"
    POST_LOCKED = "post_locked"
    POST_UNLOCKED = "post_unlocked"
    POST_RESTORED = "post_restored"
    RELABELLED = "relabelled"
    GUEST_INVITED = "guest_invited"
    SOLVED = "solved"
    UNSOLVED = "unsolved"
    POSTS_LEFT = "posts_left"
    POSTS_CAME = "posts_came"
    POSTS_WENT_ON = "posts_went_on"
    POSTS_STAYED = "posts_stayed"
    SLOWED = "slowed"
    UNSLOWED = "unslowed"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    POSTS_MERGED = "posts_merged"
    OWNER_CHANGED = "owner_changed"


class TimerKind(StrEnum):
    """What a timer does with a thread."""

    CLOSE = "close"
    OPEN = "open"
    ARCHIVE = "archive"
    MOVE = "move"
    WITHDRAW = "withdraw"
    REMIND = "remind"


TIMER_WORDS = {
    TimerKind.CLOSE: "Close the thread",
    TimerKind.OPEN: "Open the thread again",
    TimerKind.ARCHIVE: "Archive the thread",
    TimerKind.MOVE: "Move the thread",
    TimerKind.WITHDRAW: "Withdraw the whole thread",
    TimerKind.REMIND: "Remind me of the thread, and nobody else",
}
TIMER_LINES = {
    TimerKind.CLOSE: "This thread will be closed",
    TimerKind.OPEN: "This thread will be opened again",
    TimerKind.ARCHIVE: "This thread will be archived",
    TimerKind.MOVE: "This thread will be moved",
    TimerKind.WITHDRAW: "This thread will be withdrawn",
    TimerKind.REMIND: "You will be reminded of this thread",
}


@dataclass(frozen=True, slots=True)
class TimerCard:
    """A timer as the thread shows it."""

    id: int
    kind: TimerKind
    due_at: datetime
    days_after_last: int | None
    place: str
    """Where the thread will go, for a move; empty where the reader must not know."""
    because: str

    @property
    def line(self) -> str:
        """Return what will happen, without when."""
        return f"{TIMER_LINES[self.kind]} to {self.place}" if self.place else TIMER_LINES[self.kind]
