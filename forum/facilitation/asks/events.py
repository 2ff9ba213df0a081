"""What happened to asks and to posts that wait for a reply: ids and plain facts only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadAsks:
    """The author of a thread says which help it asks for, or says another one."""

    thread_id: int
    kind: str
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTakenBack:
    """The author of a thread asks for nothing any more."""

    thread_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskMarked:
    """An ask was answered or followed up, or is open again."""

    thread_id: int
    state: str
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyNotNeeded:
    """The author of a thread or a facilitator says whether a thread needs a reply."""

    thread_id: int
    is_needed: bool
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberNudged:
    """A facilitator thinks that a member could help in a thread, and asks them to look."""

    thread_id: int
    member_id: int
    by_id: int
