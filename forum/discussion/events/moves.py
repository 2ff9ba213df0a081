"""What happened to posts that went from one thread to another."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsMoved:
    """Posts stand in another thread, with other numbers; why and by whom other events tell."""

    from_id: int
    to_id: int
    post_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadSplit:
    """A facilitator moved posts of a thread into a new one."""

    thread_id: int
    into_id: int
    by_id: int | None
    because: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadsMerged:
    """A facilitator moved all posts of a thread into another one; the first is nowhere any more."""

    thread_id: int
    into_id: int
    by_id: int | None
    because: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeUndone:
    """A facilitator took a thread out again of the one that it had been merged into."""

    thread_id: int
    out_of_id: int
    by_id: int | None
    because: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsLeftBehind:
    """A thread went on for more readers as another one; who did not agree stayed behind in it."""

    thread_id: int
    goes_on_in_id: int
    by_id: int | None
    because: str
    count: int
    """How many posts went on."""
