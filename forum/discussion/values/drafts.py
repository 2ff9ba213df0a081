"""What pages and events carry about texts that are not sent yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LONGEST_DRAFT_FIELDS = 65_536
"""Bytes of UTF-8 in all fields of a draft beside its text."""
MOST_DRAFTS = 200
DRAFT_DAYS = 180
CHOSEN_FIELDS = frozenset(
    {
        *("category", "groups", "revision", "to"),
        *("readers", "circles", "reuse", "matter", "lives", "days", "labelled_for"),
        *("ask", "needed_by", "ends_on", "basis", "jurisdiction", "area", "stage", "respondent"),
    }
)
"""Fields of drafts that nobody types."""


class DraftKind(StrEnum):
    """The places that one can be writing in."""

    THREAD = "thread"
    REPLY = "reply"
    EDIT = "edit"
    CONTINUE = "continue"
    CONVERSATION = "conversation"


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Where somebody is writing: in reply to a thread, at a post, or a new thread."""

    kind: DraftKind
    thing_id: int = 0

    def __str__(self) -> str:
        """Return the place as forms carry it."""
        return f"{self.kind}/{self.thing_id}"


@dataclass(frozen=True, slots=True)
class DraftText:
    """Everything that was typed in one form and not sent."""

    body: str
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing in it that somebody would miss."""
        typed = (value for name, value in self.fields.items() if name not in CHOSEN_FIELDS)
        return not self.body.strip() and not any(value.strip() for value in typed)


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A draft as its author's pages show it."""

    id: int
    place: DraftPlace
    sequence: int
    text: DraftText
    saved_at: datetime
