"""What is counted: plain facts of twelve weeks, from threads that every member may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from forum.facilitation.health.values import Measure, Window, WorkingDays


@dataclass(frozen=True, slots=True)
class Said:
    """A post, by anybody but a pseudonym, a guest or an author from an archive."""

    id: int
    thread_id: int
    author_id: int
    at: datetime
    parent_id: int | None = None
    begins: bool = False
    """Whether it begins its thread."""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the figures of one window are made of."""

    window: Window
    people: Mapping[int, str]
    """The members, each with the name of their role group, empty where they named none."""
    said: Sequence[Said]
    """In the order of time, with answers that came until the window was counted."""
    newcomers: frozenset[int] = frozenset()
    """The posts that are the first ones of members."""
    facilitators: frozenset[int] = frozenset()
    closed: Mapping[int, datetime] = field(default_factory=dict)
    """When threads were closed."""
    days: WorkingDays = field(default_factory=WorkingDays)
    steering: Mapping[Measure, frozenset[int]] = field(default_factory=dict)
    """Who set agendas and who took part in decisions, where a part of the house says so."""

    def is_within(self, at: datetime) -> bool:
        """Tell whether a moment lies in the window."""
        return self.window.starts_at <= at < self.window.ends_at
