"""What happened to the confidence of threads."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRelabelled:
    """One of the four questions about a thread is answered differently."""

    thread_id: int
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadersChanged:
    """A thread is open by name to others than before, or to its whole category again."""

    thread_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WallRaised:
    """Members are kept out of a thread. Nobody is told of it by name."""

    thread_id: int
    by_id: int | None
    member_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WallLifted:
    """Somebody is no longer kept out of a thread."""

    thread_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadEndsSoon:
    """In so many days a thread will expire; these have written in it."""

    thread_id: int
    member_ids: tuple[int, ...]
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadExpired:
    """A thread's life is over, and what was written in and about it is removed for good."""

    thread_id: int
    post_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseningAsked:
    """Somebody asks those who wrote in a thread whether its label may be looser."""

    thread_id: int
    by_id: int
    member_ids: tuple[int, ...]
