"""What was withdrawn, slowed or timed: ids and plain facts only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PostWithdrawn:
    """A post was replaced by a tombstone, by its author or by a facilitator with a reason."""

    post_id: int
    thread_id: int
    by_id: int | None
    by_author: bool
    because: str
    with_thread: bool = False
    """Whether all posts of its thread were, at once: that is told of the thread, not of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRestored:
    """A withdrawn post can be read again."""

    post_id: int
    thread_id: int
    by_id: int | None
    by_author: bool
    because: str
    with_thread: bool = False
    """Whether all posts of its thread were, at once: that is told of the thread, not of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadSlowed:
    """A thread takes one post in so many seconds from each member."""

    thread_id: int
    by_id: int | None
    because: str
    seconds: int
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadUnslowed:
    """A thread is not slow any more."""

    thread_id: int
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadWithdrawn:
    """All posts of a thread were withdrawn at once; PostWithdrawn was announced for each."""

    thread_id: int
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRestored:
    """The posts that were withdrawn together with their thread can be read again."""

    thread_id: int
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerSet:
    """A facilitator let a machine do something with a thread later."""

    thread_id: int
    kind: str
    by_id: int | None
    because: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerCancelled:
    """A timer will not fire; `by_id` is None where a machine found that it may not any more."""

    thread_id: int
    kind: str
    by_id: int | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRemembered:
    """A member asked to be reminded of a thread now, and may still see it."""

    thread_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePut:
    """A facilitator put a notice above a post; `because` is what it says."""

    post_id: int
    thread_id: int
    by_id: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRemoved:
    """No notice stands above the post any more."""

    post_id: int
    thread_id: int
    by_id: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerChanged:
    """A facilitator made another member the author of a post."""

    post_id: int
    thread_id: int
    from_id: int
    to_id: int
    by_id: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsMerged:
    """Posts of one author are about to become part of another one, and are no more by themselves."""

    thread_id: int
    into_id: int
    post_ids: tuple[int, ...]
    by_id: int | None
    because: str
