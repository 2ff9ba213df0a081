"""What happened by break-glass."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GlassBroken:
    """Two people opened a thread to a host, who can read it until a moment."""

    thread_id: int
    host_id: int
    second_id: int
    ground: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GlassClosed:
    """One of the two has ended it early: the host cannot read the thread any more."""

    thread_id: int
    host_id: int
    by_id: int
    ground: str
