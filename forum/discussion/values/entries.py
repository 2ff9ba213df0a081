"""Entries of rounds: what is written before it is a post, and who reads it until then."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_ENTRIES = 300
"""Entries that one round takes."""


class Gathering(StrEnum):
    """How a thread gathers entries, which become posts when it is over."""

    APART = "apart"
    """Nobody reads the others' before their own is in."""
    IN_THE_OPEN = "in_the_open"
    """Whoever sees the thread reads them."""
    OVER = "over"
    """The entries are posts now, and anybody may reply."""


@dataclass(frozen=True, slots=True)
class EntryCard:
    """An entry as somebody who may read it sees it."""

    author_id: int
    author_name: str
    author_handle: str
    html: str
    written_at: datetime
    is_own: bool
    raw: str
    """The text as typed, which only its author is given."""
    revision: int
