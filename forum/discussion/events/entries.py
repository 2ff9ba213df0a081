"""What happened to threads that gather entries: ids and plain facts only.

Nothing that tells others may listen to an entry: who has written is read by those who have, too.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheringBegun:
    """A thread gathers entries from now on, and takes no replies."""

    thread_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryWritten:
    """Somebody has written their entry; others must not learn of it by any event."""

    thread_id: int
    author_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryTakenBack:
    """Somebody's entry is gone again."""

    thread_id: int
    author_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheringEnded:
    """The entries of a thread become posts; PostPublished follows for each. No `by_id`: a machine."""

    thread_id: int
    by_id: int | None
