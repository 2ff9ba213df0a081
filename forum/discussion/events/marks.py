"""What happened to reactions, reminders, answers and summaries: ids and plain facts only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionGiven:
    """A member gave a sign to somebody's post.

    `is_counted` is False where other readers see nothing of it, and so may not be told.
    """

    post_id: int
    thread_id: int
    member_id: int
    sign: str
    is_counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionTakenBack:
    """A member took a sign back from somebody's post.

    `is_counted` is False where other readers see nothing of it, and so may not be told.
    """

    post_id: int
    thread_id: int
    member_id: int
    sign: str
    is_counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderDue:
    """A member asked to be reminded of a post now, and may still see it.

    For a bookmark on a thread as such it is the first post.
    """

    member_id: int
    bookmark_id: int
    post_id: int
    thread_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadSolved:
    """A post was marked as the answer to what its thread asks."""

    thread_id: int
    post_id: int
    number: int
    by_id: int | None
    by_author: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadUnsolved:
    """A post is no longer marked as the answer."""

    thread_id: int
    post_id: int
    number: int
    by_id: int | None
    by_author: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryWritten:
    """The summary at the top of a thread has another version."""

    thread_id: int
    version: int
    by_id: int | None
